using System.Text.Json;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A customer's contacts, one per member, folded from <c>contact.added</c>, <c>contact.deleted_by_customer</c> and
/// <c>contact.deleted_by_member</c> with the text property <c>member</c>. Late events find their place by time, then arrival.
/// Beside them, who talked with the customer last, from <c>message.received</c> and <c>message.sent</c> with the same property.
/// </summary>
public sealed class ContactTable
{
    // Repeats are kept: a late event may fall between two of them, and then the second one begins the state anew.
    private readonly SortedList<string, List<Turn>> _members = new(StringComparer.Ordinal);

    // Null while nobody has talked: most customers never do.
    private SortedList<string, Moment>? _talks;

    /// <summary>Takes a contact event; others are ignored. Returns whether anything changed.</summary>
    public bool Absorb(EventFact fact)
    {
        ContactState state;
        switch (fact.Name)
        {
            case "contact.added": state = ContactState.Friend; break;
            case "contact.deleted_by_customer": state = ContactState.DeletedByCustomer; break;
            case "contact.deleted_by_member": state = ContactState.DeletedByMember; break;
            default: return false;
        }
        if (MemberOf(fact.Properties.Span) is not { } member) return false;
        var turn = new Turn(new Moment(fact.OccurredAt, fact.Arrival), state);
        if (!_members.TryGetValue(member, out var turns))
        {
            _members.Add(member, [turn]);
            return true;
        }
        var before = Present(turns);
        Insert(turns, turn);
        return Present(turns) != before;
    }

    /// <summary>Takes a message between a member and the customer, whichever of them wrote it.</summary>
    public void AbsorbTalk(EventFact fact)
    {
        if (MemberOf(fact.Properties.Span) is { } member) Talked(member, new Moment(fact.OccurredAt, fact.Arrival));
    }

    /// <summary>When a member and the customer exchanged a message last; null when they never did.</summary>
    internal Moment? TalkedAt(string member) => _talks is not null && _talks.TryGetValue(member, out var at) ? at : null;

    /// <summary>Each member's present state and since when, by member (ordinal).</summary>
    public IEnumerable<Contact> All()
    {
        foreach (var (member, turns) in _members)
        {
            var (state, since) = Present(turns);
            yield return new Contact(member, state, since);
        }
    }

    /// <summary>Whether any member is a friend now.</summary>
    public bool HasFriend
    {
        get
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (_members.GetValueAtIndex(i)[^1].State == ContactState.Friend) return true;
            }
            return false;
        }
    }

    public void Write(ref StateWriter writer)
    {
        writer.UInt((ulong)_members.Count);
        foreach (var (member, turns) in _members)
        {
            writer.Text(member);
            writer.UInt((ulong)turns.Count);
            foreach (var turn in turns)
            {
                writer.Moment(turn.At);
                writer.Byte((byte)turn.State);
            }
        }
        writer.UInt((ulong)(_talks?.Count ?? 0));
        foreach (var (member, at) in _talks ?? [])
        {
            writer.Text(member);
            writer.Moment(at);
        }
    }

    /// <param name="talks">Whether they were written: older states had none.</param>
    public static ContactTable Read(ref StateReader reader, bool talks)
    {
        var table = new ContactTable();
        for (var members = reader.UInt(); members > 0; members--)
        {
            var member = NamePool.Of(reader.Text());
            var count = (int)reader.UInt();
            var turns = new List<Turn>(count);
            for (; count > 0; count--) turns.Add(new Turn(reader.Moment(), (ContactState)reader.Byte()));
            table._members.Add(member, turns);
        }
        for (var count = talks ? reader.UInt() : 0; count > 0; count--) table.Talked(NamePool.Of(reader.Text()), reader.Moment());
        return table;
    }

    /// <summary>The union of two customers' contact histories.</summary>
    public void Merge(ContactTable other)
    {
        foreach (var (member, turns) in other._members)
        {
            if (!_members.TryGetValue(member, out var mine)) _members.Add(member, mine = []);
            foreach (var turn in turns) Insert(mine, turn);
        }
        foreach (var (member, at) in other._talks ?? []) Talked(member, at);
    }

    /// <param name="member">Null: any.</param>
    internal bool Any(string? member, ContactState state, Instant since)
    {
        if (member is not null) return _members.TryGetValue(member, out var turns) && Is(turns, state, since);
        for (var i = 0; i < _members.Count; i++)
        {
            if (Is(_members.GetValueAtIndex(i), state, since)) return true;
        }
        return false;
    }

    private void Talked(string member, Moment at)
    {
        _talks ??= new(StringComparer.Ordinal);
        if (!_talks.TryGetValue(member, out var last) || at > last) _talks[member] = at;
    }

    private static bool Is(List<Turn> turns, ContactState state, Instant since)
    {
        var present = Present(turns);
        return present.State == state && present.Since >= since;
    }

    private static (ContactState State, Instant Since) Present(List<Turn> turns)
    {
        var i = turns.Count - 1;
        var state = turns[i].State;
        while (i > 0 && turns[i - 1].State == state) i--;
        return (state, turns[i].At.At);
    }

    private static void Insert(List<Turn> turns, Turn turn)
    {
        var index = turns.Count;
        while (index > 0 && turns[index - 1].At > turn.At) index--;
        turns.Insert(index, turn);
    }

    private static string? MemberOf(ReadOnlySpan<byte> properties)
    {
        if (properties.IsEmpty) return null;
        string? member = null;
        try
        {
            var reader = new Utf8JsonReader(properties, JsonValue.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMember = JsonText.Unescape(reader.ValueSpan, reader.ValueIsEscaped) == "member";
                reader.Read();
                if (isMember)
                    member = reader.TokenType == JsonTokenType.String ? JsonText.Unescape(reader.ValueSpan, reader.ValueIsEscaped) : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return null;
        }
        return member is null ? null : NamePool.Of(member);
    }

    private readonly record struct Turn(Moment At, ContactState State);
}

/// <param name="Since">When this state began; repeats of the same state do not move it.</param>
public readonly record struct Contact(string Member, ContactState State, Instant Since);

public enum ContactState : byte { Friend, DeletedByCustomer, DeletedByMember }
