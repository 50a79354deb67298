using System.Text.Json;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Facts;

/// <summary>The events <c>tag.set</c> and <c>tag.unset</c> name their tag in the text property <c>tag</c>.</summary>
internal static class HandFacts
{
    /// <returns>Null when the property is missing or is not <c>GROUP/TAG</c>.</returns>
    public static TagName? TagOf(EventFact fact)
    {
        if (fact.Properties.IsEmpty) return null;
        try
        {
            var reader = new Utf8JsonReader(fact.Properties.Span);
            string? written = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("tag"u8)) continue;
                reader.Read();
                // As with any repeated key, the last one counts.
                written = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
            }
            return written?.Split('/') is [{ Length: > 0 } group, { Length: > 0 } tag] ? new TagName(group, tag) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Intake refuses malformed JSON; text with a lone surrogate names no tag.
            return null;
        }
    }
}
