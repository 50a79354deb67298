using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>Makes an event of a record of a SensorsData client, or says why not.</summary>
internal static partial class SensorsMapping
{
    private const string TypesAllowed = "track, track_signup, track_id_bind, profile_set, profile_set_once, profile_increment, profile_append, profile_unset or profile_delete";

    /// <param name="earlier">The events of the same request before it: they may introduce the person.</param>
    public static ItemFault? Map(
        in SensorsItem item, ReadOnlyMemory<byte> body, ParseContext context, List<IncomingEvent> earlier, out IncomingEvent? made)
    {
        made = null;
        var bytes = body.Span;
        var fault = item.Fault ?? FaultOfType(item.Type) ?? FaultOfProperties(item, bytes);
        if (fault is not null)
            return fault;
        var isTrack = item.Type!.StartsWith("track", StringComparison.Ordinal);
        var name = isTrack ? NameOf(item, context, out fault) : ProfileName(item.Type);
        if (fault is not null)
            return fault;
        var identities = new List<Identity>();
        fault = SensorsIdentities.Of(item, bytes, context, earlier, identities);
        if (fault is null && item.Type is "profile_set" or "profile_set_once" && item.Properties.IsObject(bytes))
            fault = IdentityTraits.AddTo(identities, item.Properties.Of(bytes), "properties");
        if (fault is not null)
            return fault;
        if (identities.Count == 0)
            return new ItemFault("event.missing_identity", "distinct_id", "nothing", "a distinct_id of 1 to 256 characters, or identities");

        var replaced = item.TimeMs > context.LatestMs;
        var payload = body.Slice(item.Whole.Start, item.Whole.Length);
        var carried = item.Properties.IsObject(bytes) ? (Start: item.Properties.Start - item.Whole.Start, item.Properties.Length) : default;
        if (item.Type == "profile_unset")
            payload = WithRemovals(item, bytes, payload, out carried);
        made = new IncomingEvent
        {
            Id = IdOf(item, bytes),
            Name = name!,
            OccurredAtMs = replaced ? null : item.TimeMs,
            TimeReplaced = replaced,
            Identities = [.. identities],
            Payload = payload,
            Properties = isTrack ? carried : default,
            Attributes = isTrack || item.Type == "profile_delete" ? default : carried,
        };
        return null;
    }

    private static ItemFault? FaultOfType(string? type) => type switch
    {
        "track" or "track_signup" or "track_id_bind" => null,
        "profile_set" or "profile_set_once" or "profile_increment" or "profile_append" or "profile_unset" or "profile_delete" => null,
        "track_id_unbind" => new("event.cannot_unbind", "type", type, "nothing: who is one person stays one; identities are joined for good"),
        "item_set" or "item_delete" => new("event.not_a_person", "type", type, "records about people: Shiyu keeps customers, not tables of things"),
        null => new("event.missing_type", "type", "nothing", TypesAllowed),
        _ => new("event.unknown_type", "type", JsonText.Show(Encoding.UTF8.GetBytes(type), 100), TypesAllowed),
    };

    private static ItemFault? FaultOfProperties(in SensorsItem item, ReadOnlySpan<byte> bytes)
    {
        if (item.Properties.HasValue(bytes) && !item.Properties.IsObject(bytes))
            return ItemFault.WrongType("properties", JsonText.Show(item.Properties.Of(bytes), 100));
        if (item.Type is not ("profile_increment" or "profile_append") || !item.Properties.IsObject(bytes))
            return null;
        var reader = new Utf8JsonReader(item.Properties.Of(bytes));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Show(reader.ValueSpan, 100);
            reader.Read();
            var fits = item.Type == "profile_increment" ? reader.TokenType == JsonTokenType.Number : IsListOfTexts(reader);
            if (!fits)
                return new ItemFault("event.bad_operand", $"properties.{name}", JsonText.Show(reader.ValueSpan, 100), item.Type == "profile_increment" ? "a number" : "a list of texts");
            reader.Skip();
        }
        return null;
    }

    private static bool IsListOfTexts(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (reader.TokenType != JsonTokenType.String)
                return false;
        return true;
    }

    private static string? NameOf(in SensorsItem item, ParseContext context, out ItemFault? fault)
    {
        // What links identities means the same whatever a client calls it.
        var sent = item.Type switch { "track_signup" => "$SignUp", "track_id_bind" => "$BindID", _ => item.Event };
        var ours = sent is null ? null : context.Names.Map(sent);
        fault = sent switch
        {
            null => new ItemFault("event.missing_name", "event", "nothing", ItemFault.TextAllowed),
            _ when !Name().IsMatch(sent) => new ItemFault("event.bad_name", "event", JsonText.Show(Encoding.UTF8.GetBytes(sent), 100), "1 to 100 letters, digits, _ and $, not beginning with a digit"),
            _ when ReservedNames.IsReserved(ours!, context.FromAdministrator) => ItemFault.Reserved("event", ours!),
            _ => null,
        };
        return ours;
    }

    private static string ProfileName(string type) => type switch
    {
        "profile_set" => "profile.identified",
        "profile_set_once" => "profile.set_once",
        "profile_increment" => "profile.incremented",
        "profile_append" => "profile.appended",
        "profile_unset" => "profile.unset",
        _ => "profile.deleted",
    };

    /// <summary>
    /// Clients give no id. A record that is sent again repeats all but the time at which it is sent: its tracking number tells it apart, and where it
    /// has none, its content. Without a number and a time nothing does, and a repeat is a second event.
    /// </summary>
    private static string IdOf(in SensorsItem item, ReadOnlySpan<byte> bytes)
    {
        if (!item.TrackId.HasValue(bytes) && item.TimeMs is null)
            return Guid.NewGuid().ToString("N");
        var hash = new XxHash128();
        Add(item.DistinctId);
        Add(item.Type);
        Add(item.Event);
        Add(item.TimeMs?.ToString(CultureInfo.InvariantCulture));
        if (item.TrackId.HasValue(bytes))
        {
            hash.Append(item.TrackId.Of(bytes));
        }
        else
        {
            Add(item.OriginalId);
            hash.Append(item.Identities.Of(bytes));
            hash.Append(item.Properties.Of(bytes));
        }
        return hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);

        void Add(string? text)
        {
            hash.Append(Encoding.UTF8.GetBytes(text ?? ""));
            hash.Append("\0"u8);
        }
    }

    /// <summary>The names under <c>properties</c>, whatever stands with them, as removals: an attribute that is null. Composed behind the received bytes.</summary>
    private static ReadOnlyMemory<byte> WithRemovals(in SensorsItem item, ReadOnlySpan<byte> bytes, ReadOnlyMemory<byte> payload, out (int Start, int Length) range)
    {
        range = default;
        if (!item.Properties.IsObject(bytes))
            return payload;
        using var composed = new MemoryStream(payload.Length + item.Properties.Length + 64);
        composed.Write(payload.Span);
        composed.WriteByte((byte)'\n');
        var start = (int)composed.Length;
        using (var writer = new Utf8JsonWriter(composed))
        {
            writer.WriteStartObject();
            foreach (var member in JsonElement.Parse(item.Properties.Of(bytes)).EnumerateObject())
                writer.WriteNull(member.Name);
            writer.WriteEndObject();
        }
        range = (start, (int)composed.Length - start);
        return composed.ToArray();
    }

    [GeneratedRegex(@"\A[a-zA-Z_$][a-zA-Z0-9_$]{0,99}\z")]
    private static partial Regex Name();
}
