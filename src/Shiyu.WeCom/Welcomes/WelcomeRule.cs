using System.Text.Json.Serialization;
using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Welcomes;

/// <summary>Which welcome goes to whom: a rule concerns adds by a channel, to some members, at some times; what it leaves out does not matter to it.</summary>
/// <param name="Name">1 to 30 letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Channel">A channel code's name, or another state; null for any.</param>
/// <param name="Members">None: any.</param>
/// <param name="Times">Hours and days; none: always.</param>
/// <param name="Material">The text, and its link.</param>
/// <param name="Media">Names of uploaded media, sent after the text, at most 9 with the material's link.</param>
public sealed record WelcomeRule(
    string Name, string? Channel, IReadOnlyList<string> Members, IReadOnlyList<Shift> Times, string Material, IReadOnlyList<string> Media)
{
    /// <summary>Channel counts for more than members, members for more than times.</summary>
    [JsonIgnore]
    public int Specificity => (Channel is not null ? 4 : 0) + (Members.Count > 0 ? 2 : 0) + (Times.Count > 0 ? 1 : 0);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WelcomeRule))]
[JsonSerializable(typeof(MediaRecord))]
internal sealed partial class WelcomeJson : JsonSerializerContext;
