using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shiyu.Runtime.Intake.Orders;

/// <summary>Makes an event of an order that has come to a state, or says why not.</summary>
internal static partial class OrderMapping
{
    private const string StatusesAllowed = "placed, paid, shipped, completed, refunded or cancelled";
    private const string MoneyAllowed = "a decimal from 0 on with at most 16 digits before and 8 after the point, as a number or a text";
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ItemFault? Map(JsonElement order, ReadOnlySpan<byte> bytes, ParseContext context, out IncomingEvent? made)
    {
        made = null;
        string? status = null, part = null, amount = null;
        var currency = "CNY";
        long? atMs = null;
        Identity[] identities = [];
        List<OrderItem> items = [];
        JsonElement? extra = null;
        var fault = Text(order, "order", "event.missing_order", out var id);
        fault ??= Status(order, out status);
        fault ??= Part(order, out part);
        fault ??= At(order, context, out atMs);
        fault ??= OrderBuyer.Read(order, context, out identities);
        fault ??= Money(order, "amount", "amount", out amount);
        fault ??= OrderItem.Read(order, out items);
        fault ??= Currency(order, out currency);
        fault ??= Extra(order, out extra);
        if (fault is not null)
            return fault;
        using var payload = new MemoryStream(2 * bytes.Length + 256);
        payload.Write(bytes);
        payload.WriteByte((byte)'\n');
        var start = (int)payload.Length;
        using (var json = new Utf8JsonWriter(payload, Readable))
            WriteProperties(json, id!, part, amount, currency, items, extra);
        if (payload.Length > IntakeLimits.EventBytesMax)
            return ItemFault.TooLarge((int)payload.Length);
        // It is what makes a repeat harmless, whoever repeats it and however often: an order comes to a state once, a part of it (a refund) once.
        var eventId = part is null ? $"{id}/{status}" : $"{id}/{status}/{part}";
        if (JsonText.IsTooLong(eventId))
            return new ItemFault("event.missing_order", "order", "a number that is too long", $"order, status and part of at most {IntakeLimits.TextCharactersMax - 2} characters together");
        var replaced = atMs > context.LatestMs;
        made = new IncomingEvent
        {
            Id = eventId,
            Name = $"order.{status}",
            OccurredAtMs = replaced ? null : atMs,
            TimeReplaced = replaced,
            Identities = identities,
            Payload = payload.ToArray(),
            Properties = (start, (int)payload.Length - start),
        };
        return null;
    }

    /// <summary>Flat and plain, as conditions read them: a list of objects cannot be asked about, a list of texts can.</summary>
    private static void WriteProperties(
        Utf8JsonWriter json, string id, string? part, string? amount, string currency, List<OrderItem> items, JsonElement? extra)
    {
        json.WriteStartObject();
        json.WriteString("order", id);
        if (part is not null)
            json.WriteString("part", part);
        if (amount is not null)
        {
            json.WritePropertyName("amount");
            json.WriteRawValue(amount);
        }
        json.WriteString("currency", currency);
        if (items.Count > 0)
        {
            var skus = items.Select(item => item.Sku).Distinct(StringComparer.Ordinal).ToList();
            if (skus.Count == 1)
                json.WriteString("product", skus[0]);
            json.WriteNumber("quantity", items.Sum(item => item.Quantity));
            json.WriteStartArray("skus");
            foreach (var sku in skus)
                json.WriteStringValue(sku);
            json.WriteEndArray();
            json.WriteStartArray("items");
            foreach (var item in items)
                item.WriteTo(json);
            json.WriteEndArray();
        }
        if (extra is { } more)
        {
            foreach (var member in more.EnumerateObject())
            {
                if (member.Name is "order" or "part" or "amount" or "currency" or "product" or "quantity" or "skus" or "items")
                    continue;
                json.WritePropertyName(member.Name);
                // As it came: a text may hold half a surrogate pair, which no writer takes.
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }
        json.WriteEndObject();
    }

    private static ItemFault? Status(JsonElement order, out string? status)
    {
        if (Text(order, "status", "event.bad_status", out status) is { } fault)
            return fault with { Allowed = StatusesAllowed };
        return status is "placed" or "paid" or "shipped" or "completed" or "refunded" or "cancelled"
            ? null
            : new ItemFault("event.bad_status", "status", Show(order.GetProperty("status")), StatusesAllowed);
    }

    private static ItemFault? Part(JsonElement order, out string? part)
    {
        part = null;
        return Member(order, "part") is null ? null : Text(order, "part", "event.missing_order", out part);
    }

    private static ItemFault? At(JsonElement order, ParseContext context, out long? atMs)
    {
        atMs = null;
        if (Member(order, "at") is not { } at)
            return null;
        if (EventTime.TryParse(Encoding.UTF8.GetBytes(TextOf(at)), context.FromLocalMs, out var ms))
        {
            atMs = ms;
            return null;
        }
        return ItemFault.UnreadableTime("at", Show(at));
    }

    private static ItemFault? Currency(JsonElement order, out string currency)
    {
        currency = "CNY";
        if (Member(order, "currency") is not { } given)
            return null;
        if (!IsoCode().IsMatch(TextOf(given)))
            return new ItemFault("event.bad_amount", "currency", Show(given), "three capital letters (ISO 4217), or nothing: CNY");
        currency = TextOf(given);
        return null;
    }

    private static ItemFault? Extra(JsonElement order, out JsonElement? extra)
    {
        extra = Member(order, "properties");
        return extra is { ValueKind: not JsonValueKind.Object } other ? ItemFault.WrongType("properties", Show(other)) : null;
    }

    /// <summary>Money never passes through a floating point number: the digits stay those that were sent.</summary>
    internal static ItemFault? Money(JsonElement of, string name, string field, out string? digits)
    {
        digits = null;
        if (Member(of, name) is not { } given)
            return null;
        var written = given.ValueKind == JsonValueKind.Number ? given.GetRawText() : TextOf(given);
        if (!Decimal().IsMatch(written))
            return new ItemFault("event.bad_amount", field, Show(given), MoneyAllowed);
        digits = written;
        return null;
    }

    /// <summary>A text that becomes a key, or a whole number, as the text of its digits.</summary>
    internal static ItemFault? Text(JsonElement of, string name, string code, out string? text, string? field = null)
    {
        text = null;
        if (Member(of, name) is not { } given)
            return new ItemFault(code, field ?? name, "nothing", ItemFault.TextAllowed);
        var raw = JsonMarshal.GetRawUtf8Value(given);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        return ItemRules.ReadIdentity(ref reader, field ?? name, out text) is { } fault ? fault with { Code = code } : null;
    }

    /// <summary>A text's characters; empty where it is no text, or none that can be read (half a surrogate pair).</summary>
    private static string TextOf(JsonElement given) =>
        given.ValueKind == JsonValueKind.String && JsonText.FaultOfEscapes(JsonMarshal.GetRawUtf8Value(given)) == TextFault.None ? given.GetString()! : "";

    /// <summary>A member that is there and not null; of two of one name the last, as JSON readers take it.</summary>
    internal static JsonElement? Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    internal static string Show(JsonElement given) => JsonText.Show(JsonMarshal.GetRawUtf8Value(given), 100);

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,15})(\.[0-9]{1,8})?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A[A-Z]{3}\z")]
    private static partial Regex IsoCode();
}
