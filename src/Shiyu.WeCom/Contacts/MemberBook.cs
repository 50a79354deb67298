using System.Collections.Immutable;
using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>The members who serve customers, by userid, durable. Thread-safe.</summary>
public sealed class MemberBook
{
    private const string Collection = "wecom.member";
    private readonly Lazy<ImmutableSortedDictionary<string, KeptMember>> _stored;
    private volatile ImmutableSortedDictionary<string, KeptMember>? _changed;

    public MemberBook(IWeComHost host) =>
        _stored = new(() => host.All(Collection).ToImmutableSortedDictionary(
            record => record.Key, record => JsonSerializer.Deserialize(record.Value, ContactsJson.Default.KeptMember)!, StringComparer.Ordinal));

    internal ImmutableSortedDictionary<string, KeptMember> All => _changed ?? _stored.Value;

    internal static Record Record(string userid, KeptMember member) =>
        new(Collection, userid, JsonSerializer.SerializeToUtf8Bytes(member, ContactsJson.Default.KeptMember));

    /// <summary>What was written.</summary>
    internal void Written(IEnumerable<KeyValuePair<string, KeptMember>> members) => _changed = All.SetItems(members);
}

/// <param name="Name">Empty while it could not be read.</param>
/// <param name="Status">WeCom's: 1 activated, 2 disabled, 4 not activated, 5 left; 0 unknown.</param>
/// <param name="Serves">Whether WeCom lists the member among those who serve customers.</param>
/// <param name="NamedAtMs">When the name was read, wall time.</param>
internal sealed record KeptMember(string Name, long Status, bool Serves, long NamedAtMs);
