using System.Text.Encodings.Web;
using System.Text.Json;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Definitions;

/// <summary>A part of a definition as JSON: what a program reads where a person reads <see cref="TreeText"/>.</summary>
internal static class TreeJson
{
    // As everywhere in the answers, Chinese stays readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Of(TreeNode node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) Write(node, writer);
        return JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Write(TreeNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case TreeNode.Null:
                writer.WriteNullValue();
                break;
            case TreeNode.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case TreeNode.Number number when IsJsonNumber(number.Written):
                writer.WriteRawValue(number.Written);
                break;
            // YAML has ways to write a number that JSON lacks (.5, 1.); it is told as it was written.
            case TreeNode.Number number:
                writer.WriteStringValue(number.Written);
                break;
            case TreeNode.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case TreeNode.Sequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items) Write(item, writer);
                writer.WriteEndArray();
                break;
            case TreeNode.Mapping mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(value, writer);
                }
                writer.WriteEndObject();
                break;
        }
    }

    private static bool IsJsonNumber(string written)
    {
        try
        {
            return JsonElement.Parse(written).ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
