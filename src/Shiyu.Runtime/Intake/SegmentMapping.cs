using System.Text;
using System.Text.Json;

namespace Shiyu.Runtime.Intake;

/// <summary>Makes an event of a message of Segment's API, or says why not.</summary>
internal static class SegmentMapping
{
    /// <param name="earlier">The events of the same request before it: an alias may name a person that one of them introduces.</param>
    public static ItemFault? Map(
        in SegmentItem item, ReadOnlyMemory<byte> body, ParseContext context, List<IncomingEvent> earlier, out IncomingEvent? made)
    {
        made = null;
        var bytes = body.Span;
        if (FaultOfCall(item, bytes, context) is { } fault)
            return fault;
        var ofTraits = item.Call is SegmentCall.Identify or SegmentCall.Group;
        var values = ofTraits ? item.Traits : item.Properties;
        if (values.HasValue(bytes) && !values.IsObject(bytes))
            return ItemFault.WrongType(ofTraits ? "traits" : "properties", Show(values, bytes));

        fault = null;
        var identities = item.Call switch
        {
            SegmentCall.Identify => OfIdentify(item, bytes, out fault),
            SegmentCall.Alias => OfAlias(item, bytes, context, earlier, out fault),
            _ => OfPerson(item),
        };
        if (fault is not null)
            return fault;
        if (identities.Length == 0)
            return new ItemFault("event.missing_identity", "userId", "neither userId nor anonymousId", "a userId or an anonymousId of 1 to 256 characters");

        var atMs = item.TimestampMs ?? item.OriginalTimestampMs;
        var replaced = atMs > context.LatestMs;
        var payload = body.Slice(item.Whole.Start, item.Whole.Length);
        var properties = Within(item, item.Properties, bytes);
        if (item.Call is SegmentCall.Page or SegmentCall.Screen or SegmentCall.Group or SegmentCall.Alias)
            payload = WithComposed(item, body, payload, ref properties);
        made = new IncomingEvent
        {
            Id = item.MessageId ?? Guid.NewGuid().ToString("N"),
            Name = item.Call == SegmentCall.Track ? item.Name! : item.Call.EventName(),
            OccurredAtMs = replaced ? null : atMs,
            TimeReplaced = replaced,
            Identities = identities,
            Payload = payload,
            Properties = properties,
            Attributes = item.Call == SegmentCall.Identify ? Within(item, TraitsOf(item, bytes), bytes) : default,
        };
        return null;
    }

    private static ItemFault? FaultOfCall(in SegmentItem item, ReadOnlySpan<byte> bytes, ParseContext context) => item.Call switch
    {
        SegmentCall.None when item.Type.HasValue(bytes) => new("event.unknown_type", "type", Show(item.Type, bytes), SegmentCalls.Allowed),
        SegmentCall.None => new("event.missing_type", "type", "nothing", SegmentCalls.Allowed),
        _ when item.Fault is not null => item.Fault,
        SegmentCall.Track when item.Name is null => new("event.missing_name", "event", "nothing", ItemFault.TextAllowed),
        SegmentCall.Track when ReservedNames.IsReserved(item.Name, context.FromAdministrator) => ItemFault.Reserved("event", item.Name),
        SegmentCall.Group when !item.GroupId.HasValue(bytes) => new("event.missing_group", "groupId", "nothing", ItemFault.TextAllowed),
        SegmentCall.Alias when !item.PreviousId.HasValue(bytes) => new("event.missing_previous_id", "previousId", "nothing", ItemFault.TextAllowed),
        _ => null,
    };

    private static Identity[] OfPerson(in SegmentItem item) => (item.UserId, item.AnonymousId) switch
    {
        ({ } user, { } anonymous) => [new(IdentityKind.UserId, user), new(IdentityKind.AnonymousId, anonymous)],
        ({ } user, null) => [new(IdentityKind.UserId, user)],
        (null, { } anonymous) => [new(IdentityKind.AnonymousId, anonymous)],
        (null, null) => [],
    };

    /// <summary>The traits that are names of the person besides userId and anonymousId; texts only.</summary>
    private static Identity[] OfIdentify(in SegmentItem item, ReadOnlySpan<byte> bytes, out ItemFault? fault)
    {
        fault = null;
        var person = OfPerson(item);
        var traits = TraitsOf(item, bytes);
        if (!traits.IsObject(bytes))
            return person;
        var all = new List<Identity>(person);
        fault = IdentityTraits.AddTo(all, traits.Of(bytes), "traits");
        return all.Count == person.Length ? person : [.. all];
    }

    /// <summary>The previous id is a user's where one goes by it, else an anonymous visitor's; the same id twice is one identity.</summary>
    private static Identity[] OfAlias(
        in SegmentItem item, ReadOnlySpan<byte> bytes, ParseContext context, List<IncomingEvent> earlier, out ItemFault? fault)
    {
        var person = OfPerson(item);
        var reader = new Utf8JsonReader(item.PreviousId.Of(bytes));
        reader.Read();
        fault = ItemRules.ReadIdentity(ref reader, "previousId", out var previousId);
        if (fault is not null || person.Length == 0)
            return person;
        var asUser = new Identity(IdentityKind.UserId, previousId!);
        var previous = person.Contains(asUser) || earlier.Exists(made => made.Identities.Contains(asUser)) || context.Knows(asUser)
            ? asUser
            : new Identity(IdentityKind.AnonymousId, previousId!);
        return person.Contains(previous) ? person : [.. person, previous];
    }

    private static JsonRange TraitsOf(in SegmentItem item, ReadOnlySpan<byte> bytes) =>
        item.Traits.HasValue(bytes) ? item.Traits : item.Context.Member("traits"u8, bytes);

    /// <summary>
    /// Some calls keep properties outside their properties object: the name and category of a page, the id of a group (its traits are the group's, not
    /// the person's), the previous id of an alias. The whole object is composed behind the received bytes, which stay untouched.
    /// </summary>
    private static ReadOnlyMemory<byte> WithComposed(
        in SegmentItem item, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> payload, ref (int Start, int Length) properties)
    {
        var bytes = body.Span;
        var inner = item.Call == SegmentCall.Group ? item.Traits : item.Properties;
        var members = new List<(string Name, JsonRange Value)>(2);
        if (item.Call is SegmentCall.Page or SegmentCall.Screen)
        {
            AddMissing("name", item.PageName, bytes);
            AddMissing("category", item.Category, bytes);
        }
        else
        {
            AddMissing("groupId", item.Call == SegmentCall.Group ? item.GroupId : default, bytes);
            AddMissing("previousId", item.Call == SegmentCall.Alias ? item.PreviousId : default, bytes);
        }
        if (members.Count == 0)
        {
            properties = Within(item, inner, bytes);
            return payload;
        }
        using var composed = new MemoryStream(payload.Length + inner.Length + 64);
        composed.Write(payload.Span);
        composed.WriteByte((byte)'\n');
        var start = (int)composed.Length;
        var separator = '{';
        foreach (var (name, value) in members)
        {
            composed.Write(Encoding.UTF8.GetBytes($"{separator}\"{name}\":"));
            composed.Write(value.Of(bytes));
            separator = ',';
        }
        // The rest of the inner object, its own braces left out.
        var rest = inner.IsObject(bytes) ? inner.Of(bytes)[1..^1] : default;
        if (rest.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
        {
            composed.WriteByte((byte)',');
            composed.Write(rest);
        }
        composed.WriteByte((byte)'}');
        properties = (start, (int)composed.Length - start);
        return composed.ToArray();

        void AddMissing(string name, JsonRange value, ReadOnlySpan<byte> all)
        {
            if (value.HasValue(all) && inner.Member(Encoding.UTF8.GetBytes(name), all).Length == 0)
                members.Add((name, value));
        }
    }

    /// <summary>Where an object stands within the item's own bytes; an empty range when there is none.</summary>
    private static (int Start, int Length) Within(in SegmentItem item, JsonRange range, ReadOnlySpan<byte> bytes) =>
        range.IsObject(bytes) ? (range.Start - item.Whole.Start, range.Length) : default;

    private static string Show(JsonRange range, ReadOnlySpan<byte> bytes) => JsonText.Show(range.Of(bytes), 100);
}
