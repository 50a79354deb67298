using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.App;

/// <summary>One message that tells a member of tasks. Written down before it is sent, so that a second try says exactly the same and WeCom knows it again.</summary>
/// <param name="Key">Sorts by creation; stands on the deliveries that it tells of.</param>
/// <param name="UnknownSinceMs">Wall time of the first try of which it is not known whether it arrived.</param>
/// <param name="SentMs">Wall time at which WeCom took it; null before.</param>
/// <param name="Msgid">WeCom's id; null before it is sent, and where its answer was lost for good.</param>
internal sealed record TaskNotice(
    string Key, string Member, string Title, string Text, string? Url, string Button, long? UnknownSinceMs = null, long? SentMs = null, string? Msgid = null)
{
    public const string Collection = "wecom.notice";

    [JsonIgnore]
    public AppCard Card => new(Title, Text, Url is null ? null : new Uri(Url), Button);

    public static TaskNotice Read(byte[] stored) => JsonSerializer.Deserialize(stored, TaskNoticeJson.Default.TaskNotice)!;

    public Record ToRecord() => new(Collection, Key, JsonSerializer.SerializeToUtf8Bytes(this, TaskNoticeJson.Default.TaskNotice));

    public Record ToRemoval() => new(Collection, Key, null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskNotice))]
internal sealed partial class TaskNoticeJson : JsonSerializerContext;
