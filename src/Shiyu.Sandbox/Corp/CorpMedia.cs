using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>Temporary media: good for three days by the wall, for the one kind that they are. The caller holds the corp's gate.</summary>
internal sealed class CorpMedia(Ids ids, TimeProvider wall)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly Dictionary<string, UploadedMedia> _byId = new(StringComparer.Ordinal);
    private long _uploads;

    public int Count => _byId.Count;

    public UploadedMedia Add(string kind, string fileName, int length)
    {
        var media = new UploadedMedia("MEDIA" + ids.Letters28("media", $"{++_uploads}"), kind, fileName, length, wall.GetUtcNow());
        return _byId[media.Id] = media;
    }

    /// <summary>Null when there is none, or its time is over.</summary>
    public UploadedMedia? Find(string id) => _byId.GetValueOrDefault(id) is { } media && wall.GetUtcNow() - media.UploadedAt < Lifetime ? media : null;
}

/// <param name="UploadedAt">Wall time.</param>
internal sealed record UploadedMedia(string Id, string Kind, string FileName, int Length, DateTimeOffset UploadedAt);
