using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Welcomes;

/// <summary>A picture, video or file that messages carry. The original stays here, because WeCom's copy is good for three days.</summary>
/// <param name="FileName">As the customer sees it.</param>
/// <param name="Hash">SHA-256 of the bytes, and their file's name here.</param>
/// <param name="MediaId">WeCom's id; null before the first upload.</param>
/// <param name="ExpiresAtMs">When the id dies, wall time.</param>
/// <param name="Fault">Why the last upload failed, in words; null when it did not.</param>
/// <param name="TryAgainAtMs">Wall time.</param>
internal sealed record MediaRecord(
    string Name, MediaKind Kind, string FileName, string Hash, long Length, string? MediaId = null, long ExpiresAtMs = 0, string? Fault = null, long TryAgainAtMs = 0,
    int Failures = 0);

[JsonConverter(typeof(JsonStringEnumConverter<MediaKind>))]
public enum MediaKind
{
    /// <summary>JPEG or PNG, at most 10 MB.</summary>
    Image,

    /// <summary>MP4, at most 10 MB.</summary>
    Video,

    /// <summary>At most 15 MB: WeCom would take 20, the API here takes 16 in one request.</summary>
    File,
}
