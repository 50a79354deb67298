using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Shiyu.Runtime.Intake;

/// <summary>What every wire format asks of one item.</summary>
internal static class ItemRules
{
    /// <summary>Enough for any body: depth is judged item by item, so that one deep item does not lose its neighbours.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>An item that is the whole body or line.</summary>
    public static readonly JsonReaderOptions ItemDepth = new() { MaxDepth = IntakeLimits.EventDepthMax };

    /// <summary>Two levels around an item (the body, its batch), then the item's own.</summary>
    public static readonly JsonReaderOptions BatchDepth = new() { MaxDepth = 2 + IntakeLimits.EventDepthMax };

    /// <summary>The first rule about the bytes as such that an item breaks.</summary>
    /// <param name="isUtf8">Whether the whole body is known to be UTF-8.</param>
    /// <param name="measureDepth">Whether the reader has let any depth pass.</param>
    public static ItemFault? FaultOf(ReadOnlySpan<byte> item, bool isUtf8, bool measureDepth)
    {
        if (!isUtf8 && !Utf8.IsValid(item))
            return ItemFault.InvalidUtf8();
        if (item.Length > IntakeLimits.EventBytesMax)
            return ItemFault.TooLarge(item.Length);
        if (item[0] != '{')
            return ItemFault.NotAnObject(JsonText.Show(item, 100));
        return measureDepth && DepthOf(item) is var levels and > IntakeLimits.EventDepthMax ? ItemFault.TooDeep(levels) : FaultOfNames(item);
    }

    /// <summary>Names of properties are keys wherever they are kept; those that are not text cannot be.</summary>
    private static ItemFault? FaultOfNames(ReadOnlySpan<byte> item)
    {
        if (item.IndexOf("\\u"u8) < 0)
            return null;
        var reader = new Utf8JsonReader(item, AnyDepth);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueIsEscaped
                && JsonText.FaultOfEscapes(reader.ValueSpan) is var fault and not TextFault.None)
                return new ItemFault("event.bad_text", "", JsonText.Describe(fault, reader.ValueSpan), "names without NUL and lone surrogates");
        }
        return null;
    }

    private static int DepthOf(ReadOnlySpan<byte> item)
    {
        var reader = new Utf8JsonReader(item, AnyDepth);
        var deepest = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                deepest = Math.Max(deepest, reader.CurrentDepth + 1);
        }
        return deepest;
    }

    /// <summary>Reads a time; a null is no time.</summary>
    public static ItemFault? ReadTime(ref Utf8JsonReader reader, string field, ParseContext context, ref long? atMs)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var read = false;
        var ms = 0L;
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 128)
        {
            // Some writers escape the plus sign of an offset.
            Span<byte> buffer = stackalloc byte[128];
            var text = reader.ValueSpan;
            if (!reader.ValueIsEscaped)
                read = EventTime.TryParse(text, context.FromLocalMs, out ms);
            else if (JsonText.FaultOfEscapes(text) == TextFault.None)
                read = EventTime.TryParse(buffer[..reader.CopyString(buffer)], context.FromLocalMs, out ms);
        }
        if (read)
        {
            atMs = ms;
            return null;
        }
        var given = JsonText.Show(reader.ValueSpan, 100);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
        return ItemFault.UnreadableTime(field, given);
    }

    /// <summary>Reads an identity as Segment's clients send them: a whole number is the text of its digits.</summary>
    public static ItemFault? ReadIdentity(ref Utf8JsonReader reader, string field, out string? value)
    {
        if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan.Length > IntakeLimits.TextCharactersMax
            || reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return ReadKey(ref reader, "event.bad_identity", field, out value);
        value = Encoding.ASCII.GetString(reader.ValueSpan);
        return null;
    }

    /// <summary>Reads a text that becomes a key.</summary>
    /// <param name="code">The refusal's code when it is not text that can be one.</param>
    public static ItemFault? ReadKey(ref Utf8JsonReader reader, string code, string field, out string? text)
    {
        var value = reader.ValueSpan;
        var fault = JsonText.Read(ref reader, out var read);
        text = fault == TextFault.None ? read : null;
        if (fault == TextFault.None)
            return null;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
        return fault switch
        {
            TextFault.Nul or TextFault.LoneSurrogate => new("event.bad_text", field, JsonText.Describe(fault, value), ItemFault.TextAllowed),
            _ => new(code, field, JsonText.Describe(fault, value), ItemFault.TextAllowed),
        };
    }
}
