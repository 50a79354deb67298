using System.Text.Json;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>
/// What WeCom was last known to have of every customer, durable, with an index of who is whose in memory. Callbacks and synchronisations both write here, one
/// at a time per customer, so that neither tells again what the other has told. Thread-safe.
/// </summary>
public sealed class ContactBook
{
    internal const string Collection = "wecom.contact";
    private readonly IWeComHost _host;
    private readonly KeyedLocks _turns = new();
    private readonly Lock _lock = new();
    private readonly Lazy<Dictionary<string, Tie[]>> _ties;

    public ContactBook(IWeComHost host)
    {
        _host = host;
        _ties = new(ReadAll);
    }

    /// <summary>Customers that were ever known.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _ties.Value.Count;
        }
    }

    /// <summary>Waits for one's turn with a customer: from comparing to writing nobody else touches it.</summary>
    internal Task<IDisposable> EnterAsync(string externalUserId, CancellationToken stop) => _turns.EnterAsync(externalUserId, stop);

    internal KeptContact Find(string externalUserId) => _host.Document(Collection, externalUserId) is { } stored
        ? JsonSerializer.Deserialize(stored, ContactsJson.Default.KeptContact)! : KeptContact.Unknown;

    /// <summary>What to write; say <see cref="Written"/> once it is.</summary>
    internal static Record Record(string externalUserId, KeptContact contact) =>
        new(Collection, externalUserId, JsonSerializer.SerializeToUtf8Bytes(contact, ContactsJson.Default.KeptContact));

    internal void Written(string externalUserId, KeptContact contact)
    {
        lock (_lock) _ties.Value[externalUserId] = TiesOf(contact);
    }

    /// <summary>Customers with a relation to any of these members that has not been known to end.</summary>
    internal IReadOnlyList<(string ExternalUserId, string Member)> ReadableOf(IReadOnlySet<string> members)
    {
        lock (_lock)
        {
            return [.. from pair in _ties.Value from tie in pair.Value where tie.State != TieState.EndedByMember && members.Contains(tie.Member) select (pair.Key, tie.Member)];
        }
    }

    /// <summary>How many friends each member has.</summary>
    internal Dictionary<string, int> FriendsByMember()
    {
        lock (_lock)
        {
            return _ties.Value.Values.SelectMany(ties => ties).Where(tie => tie.State == TieState.Friend).CountBy(tie => tie.Member).ToDictionary(StringComparer.Ordinal);
        }
    }

    private Dictionary<string, Tie[]> ReadAll()
    {
        var ties = new Dictionary<string, Tie[]>(StringComparer.Ordinal);
        foreach (var record in _host.All(Collection)) ties[record.Key] = TiesOf(JsonSerializer.Deserialize(record.Value, ContactsJson.Default.KeptContact)!);
        return ties;
    }

    // Members' names are few and customers many: one text for each member.
    private static Tie[] TiesOf(KeptContact contact) => [.. contact.Relations.Select(relation => new Tie(string.Intern(relation.Member), relation.Ended switch
    {
        KeptRelation.ByCustomer => TieState.EndedByCustomer,
        KeptRelation.ByMember => TieState.EndedByMember,
        _ => TieState.Friend,
    }))];

    private enum TieState : byte { Friend, EndedByCustomer, EndedByMember }

    private readonly record struct Tie(string Member, TieState State);
}
