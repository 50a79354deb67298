using System.Text.Json;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Facts;

/// <summary>
/// Facts by which people act: <c>tag.set</c> and <c>tag.unset</c> name their tag in the text property <c>tag</c>, <c>sop.start</c> its SOP in
/// the text property <c>sop</c>, and so does <c>sop.let_in</c>, by which existing customers are let into an SOP one after another.
/// </summary>
internal static class HandFacts
{
    public const string SopStart = "sop.start";
    public const string SopLetIn = "sop.let_in";

    /// <returns>Null when the property is missing or is not <c>GROUP/TAG</c>.</returns>
    public static TagName? TagOf(EventFact fact) =>
        TextOf(fact, "tag"u8)?.Split('/') is [{ Length: > 0 } group, { Length: > 0 } tag] ? new TagName(group, tag) : null;

    /// <returns>Null for other events, and when the property is missing or no text.</returns>
    public static string? SopOf(EventFact fact) => fact.Name == SopStart ? TextOf(fact, "sop"u8) : null;

    /// <summary>The SOP that an existing customer is let into.</summary>
    /// <returns>Null for other events, and when the property is missing or no text.</returns>
    public static string? LetIntoOf(EventFact fact) => fact.Name == SopLetIn ? TextOf(fact, "sop"u8) : null;

    private static string? TextOf(EventFact fact, ReadOnlySpan<byte> property)
    {
        if (fact.Properties.IsEmpty) return null;
        try
        {
            var reader = new Utf8JsonReader(fact.Properties.Span);
            string? written = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(property)) continue;
                reader.Read();
                // As with any repeated key, the last one counts.
                written = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
            }
            return written;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Intake refuses malformed JSON; text with a lone surrogate names nothing.
            return null;
        }
    }
}
