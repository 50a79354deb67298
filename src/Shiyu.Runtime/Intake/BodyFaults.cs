using System.Text.Json;

namespace Shiyu.Runtime.Intake;

internal static class BodyFaults
{
    public static BodyFault Malformed(ReadOnlySpan<byte> body, JsonException error) => body.IsEmpty
        ? new BodyFault("intake.empty_body", "body", "nothing", "JSON")
        : new BodyFault("intake.malformed_json", Place(error), JsonText.Show(Around(body, error), 100), "JSON (RFC 8259) in UTF-8");

    public static BodyFault NotAnObject(ReadOnlySpan<byte> body) =>
        new("intake.not_an_object", "body", JsonText.Show(body, 100), "one JSON object");

    public static BodyFault MissingBatch(ReadOnlySpan<byte> body) =>
        new("intake.missing_batch", "batch", JsonText.Show(body, 100), "a JSON array of messages");

    private static string Place(JsonException error) => $"body, line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";

    /// <summary>What stands where the reader stopped.</summary>
    private static ReadOnlySpan<byte> Around(ReadOnlySpan<byte> body, JsonException error)
    {
        var start = 0;
        for (var line = 0L; line < error.LineNumber; line++)
            start += body[start..].IndexOf((byte)'\n') + 1;
        var at = (int)Math.Min(body.Length, start + (error.BytePositionInLine ?? 0));
        var from = Math.Max(start, at - 40);
        return body[from..Math.Min(body.Length, at + 20)];
    }
}
