using System.Text.Json;
using System.Text.Unicode;

namespace Shiyu.Runtime.Intake;

/// <summary>
/// Reads Shiyu's own form of events, one JSON object or NDJSON:
/// <c>{"id","name","occurredAt","identities":{kind:value},"properties":{},"attributes":{}}</c>. Unknown fields are kept with the rest.
/// </summary>
public static class NativeParser
{
    private const string KindsAllowed = "union_id, external_userid, user_id, phone, open_id or anonymous_id";

    /// <summary>Reads a body: what is one JSON value is one event (line 1), anything else is taken line by line.</summary>
    public static ParsedRequest Parse(ReadOnlyMemory<byte> body, ParseContext context)
    {
        var result = new ParsedRequest();
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            result.Fault = new BodyFault("intake.empty_body", "body", "nothing", "one JSON object, or NDJSON: one object a line");
            return result;
        }
        JsonException? malformed = null;
        if (!StartsWithACompleteLine(body.Span))
        {
            malformed = ErrorOf(body.Span);
            if (malformed is null)
            {
                ParseLine(body, 1, context, result);
                return result;
            }
            if (!LooksLikeLines(body.Span))
            {
                result.Fault = BodyFaults.Malformed(body.Span, malformed);
                return result;
            }
        }
        var rest = body;
        for (var line = 1; !rest.IsEmpty; line++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            ParseLine(end < 0 ? rest : rest[..end], line, context, result);
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return result;
    }

    /// <summary>Reads one event and adds it, or why it is refused, to <paramref name="result"/>. A blank line is nothing.</summary>
    public static void ParseLine(ReadOnlyMemory<byte> text, int line, ParseContext context, ParsedRequest result)
    {
        var first = text.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
            return;
        var item = text[first..(text.Span.LastIndexOfAnyExcept(" \t\r\n"u8) + 1)];
        var fault = FaultOf(item, context, out var made);
        if (fault is null)
            result.Events.Add(made!);
        else
            result.Rejected.Add(fault.At(context.Source, line, item.Span));
    }

    private static ItemFault? FaultOf(ReadOnlyMemory<byte> item, ParseContext context, out IncomingEvent? made)
    {
        made = null;
        try
        {
            return Read(item, context, ItemRules.ItemDepth, out made);
        }
        catch (JsonException)
        {
            // Malformed, or only too deep?
        }
        try
        {
            return Read(item, context, ItemRules.AnyDepth, out made);
        }
        catch (JsonException malformed)
        {
            var fault = BodyFaults.Malformed(item.Span, malformed);
            // Which line it is stands beside it; the place is within that line.
            return new ItemFault("event.malformed_json", $"byte {malformed.BytePositionInLine + 1}", fault.Given, fault.Allowed);
        }
    }

    private static ItemFault? Read(ReadOnlyMemory<byte> item, ParseContext context, JsonReaderOptions options, out IncomingEvent? made)
    {
        made = null;
        var bytes = item.Span;
        var reader = new Utf8JsonReader(bytes, options);
        reader.Read();
        string? id = null, name = null;
        long? atMs = null;
        JsonRange identities = default, properties = default, attributes = default;
        ItemFault? fault = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = reader.ValueSpan;
                if (field.SequenceEqual("properties"u8)) { reader.Read(); properties = JsonRange.Take(ref reader); }
                else if (field.SequenceEqual("attributes"u8)) { reader.Read(); attributes = JsonRange.Take(ref reader); }
                else if (field.SequenceEqual("identities"u8)) { reader.Read(); identities = JsonRange.Take(ref reader); }
                else if (field.SequenceEqual("id"u8)) fault = ReadKey(ref reader, "event.bad_id", "id", ref id, fault);
                else if (field.SequenceEqual("name"u8)) fault = ReadKey(ref reader, "event.bad_name", "name", ref name, fault);
                else if (field.SequenceEqual("occurredAt"u8))
                {
                    reader.Read();
                    fault ??= ItemRules.ReadTime(ref reader, "occurredAt", context, ref atMs);
                    reader.Skip();
                }
                else reader.Skip();
            }
        }
        // Anything after the value is a JsonException of the reader's own.
        while (reader.Read())
        {
        }
        fault = ItemRules.FaultOf(bytes, Utf8.IsValid(bytes), options.MaxDepth == int.MaxValue) ?? fault;
        fault ??= id is null ? new ItemFault("event.missing_id", "id", "nothing", ItemFault.TextAllowed) : null;
        fault ??= name is null ? new ItemFault("event.missing_name", "name", "nothing", ItemFault.TextAllowed) : null;
        if (fault is not null)
            return fault;
        var ours = context.Names.Map(name!);
        if (ReservedNames.IsReserved(ours, context.FromAdministrator))
            return ItemFault.Reserved("name", ours);
        // The name of a tag or an SOP is a key, and these events carry one among their properties.
        if (ours is "tag.set" or "tag.unset" or "sop.start" && JsonText.FaultOfEscapes(properties.Of(bytes)) is var escape and not TextFault.None)
            return new ItemFault("event.bad_text", "properties", JsonText.Describe(escape, properties.Of(bytes)), "text without NUL and lone surrogates");
        if (properties.HasValue(bytes) && !properties.IsObject(bytes))
            return ItemFault.WrongType("properties", JsonText.Show(properties.Of(bytes), 100));
        if (attributes.HasValue(bytes) && !attributes.IsObject(bytes))
            return ItemFault.WrongType("attributes", JsonText.Show(attributes.Of(bytes), 100));
        // A fact about a tag or an SOP that names none would be taken, kept, and do nothing: its sender would never hear of the mistake.
        if (ours is "tag.set" or "tag.unset" && TextIn(properties, "tag"u8, bytes)?.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            return new ItemFault("event.bad_tag", "properties.tag", properties.HasValue(bytes) ? JsonText.Show(properties.Of(bytes), 100) : "nothing", "the text GROUP/TAG");
        if (ours == "sop.start" && TextIn(properties, "sop"u8, bytes) is null or "")
            return new ItemFault("event.bad_sop", "properties.sop", properties.HasValue(bytes) ? JsonText.Show(properties.Of(bytes), 100) : "nothing", "the name of an SOP");
        if (IdentitiesIn(identities, bytes, out var named) is { } unnamed)
            return unnamed;
        var replaced = atMs > context.LatestMs;
        made = new IncomingEvent
        {
            Id = id!,
            Name = ours,
            OccurredAtMs = replaced ? null : atMs,
            TimeReplaced = replaced,
            Identities = named,
            Payload = item,
            Properties = properties.IsObject(bytes) ? (properties.Start, properties.Length) : default,
            Attributes = attributes.IsObject(bytes) ? (attributes.Start, attributes.Length) : default,
        };
        return null;
    }

    private static ItemFault? ReadKey(ref Utf8JsonReader reader, string code, string field, ref string? text, ItemFault? earlier)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return earlier;
        var fault = ItemRules.ReadKey(ref reader, code, field, out text);
        return earlier ?? fault;
    }

    private static ItemFault? IdentitiesIn(JsonRange range, ReadOnlySpan<byte> bytes, out Identity[] identities)
    {
        identities = [];
        var missing = new ItemFault("event.missing_identity", "identities", "nothing", $"an object with at least one of {KindsAllowed}");
        if (!range.HasValue(bytes))
            return missing;
        if (!range.IsObject(bytes))
            return missing with { Code = "event.bad_identity", Given = JsonText.Show(range.Of(bytes), 100) };
        // By kind, so strongest first, as a rehearsal takes them; a kind that stands twice counts as JSON readers take it, by its last value.
        var found = new string?[1 + (int)IdentityKinds.All[^1]];
        var reader = new Utf8JsonReader(range.Of(bytes));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            reader.Read();
            if (IdentityKinds.Parse(word) is not { } kind)
                return new ItemFault("event.unknown_identity_kind", $"identities.{JsonText.Show(System.Text.Encoding.UTF8.GetBytes(word), 100)}", word, KindsAllowed);
            found[(int)kind] = null;
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (ItemRules.ReadKey(ref reader, "event.bad_identity", $"identities.{word}", out found[(int)kind]) is { } fault)
                return fault;
        }
        identities = [.. IdentityKinds.All.Where(kind => found[(int)kind] is not null).Select(kind => new Identity(kind, found[(int)kind]!))];
        return identities.Length == 0 ? missing : null;
    }

    /// <summary>The text under a name among the properties, of two the last; null when it is missing or no text.</summary>
    private static string? TextIn(JsonRange properties, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        if (!properties.IsObject(bytes))
            return null;
        string? text = null;
        var reader = new Utf8JsonReader(properties.Of(bytes));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMeant = reader.ValueTextEquals(name);
            reader.Read();
            if (isMeant)
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }
        return text;
    }

    /// <summary>Whether the first line is JSON of its own and more follows: NDJSON, however its other lines look.</summary>
    private static bool StartsWithACompleteLine(ReadOnlySpan<byte> body)
    {
        body = body.TrimStart(" \t\r\n"u8);
        var end = body.IndexOf((byte)'\n');
        return end > 0 && body[end..].IndexOfAnyExcept(" \t\r\n"u8) >= 0 && ErrorOf(body[..end]) is null;
    }

    /// <summary>
    /// Whether some of several lines looks like a whole object: NDJSON whose first line is broken. An object inside a printed one is indented.
    /// </summary>
    private static bool LooksLikeLines(ReadOnlySpan<byte> body)
    {
        var (lines, objects) = (0, 0);
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].TrimEnd(" \t\r"u8);
            lines += line.IsEmpty ? 0 : 1;
            objects += line is [(byte)'{', .., (byte)'}'] ? 1 : 0;
        }
        return lines >= 2 && objects >= 1;
    }

    private static JsonException? ErrorOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, ItemRules.AnyDepth);
            while (reader.Read())
            {
            }
            return null;
        }
        catch (JsonException error)
        {
            return error;
        }
    }
}
