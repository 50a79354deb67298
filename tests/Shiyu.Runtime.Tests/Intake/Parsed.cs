using System.Text;
using System.Text.Json;
using Shiyu.Runtime.Intake;
using Xunit;

namespace Shiyu.Runtime.Tests.Intake;

/// <summary>Parses at a fixed instant, 2026-03-01T00:00Z, in a workspace at +08:00.</summary>
internal static class Parsed
{
    public static readonly long Now = DateTimeOffset.Parse("2026-03-01T00:00:00Z", null).ToUnixTimeMilliseconds();

    public static ParseContext Context(Func<Identity, bool>? knows = null, Dictionary<string, string>? names = null) =>
        new("segment", FromAdministrator: false, new EventNames(names ?? []), Now, localMs => localMs - 8 * 3_600_000, knows ?? (_ => false));

    public static ParsedRequest Batch(string items, Func<Identity, bool>? knows = null, Dictionary<string, string>? names = null) =>
        SegmentParser.Batch(Encoding.UTF8.GetBytes($$"""{"batch":[{{items}}]}"""), Context(knows, names));

    public static IncomingEvent One(string item, Func<Identity, bool>? knows = null, Dictionary<string, string>? names = null)
    {
        var parsed = Batch(item, knows, names);
        Assert.Empty(parsed.Rejected);
        return Assert.Single(parsed.Events);
    }

    public static string Refusal(string item)
    {
        var parsed = Batch(item);
        Assert.Empty(parsed.Events);
        return Assert.Single(parsed.Rejected).Code;
    }

    public static string Names(this IncomingEvent made) => string.Join(' ', made.Identities.Select(identity => identity.ToString()));

    public static string Json(this IncomingEvent made, (int Start, int Length) range) =>
        Encoding.UTF8.GetString(made.Payload.Span.Slice(range.Start, range.Length));

    public static JsonElement PropertiesOf(this IncomingEvent made) => JsonElement.Parse(made.Json(made.Properties));
}
