using System.Text.Json;
using Shiyu.Runtime.Intake;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>What a comparison of one customer came to: the facts to tell, and what to write once they are told.</summary>
internal sealed class Finding(string externalUserId, KeptContact known, SyncPass pass, string unionId, long nowMs, long wallMs)
{
    private readonly Identity[] _identities = unionId.Length > 0
        ? [new(IdentityKind.ExternalUserId, externalUserId), new(IdentityKind.UnionId, unionId)] : [new(IdentityKind.ExternalUserId, externalUserId)];

    public string ExternalUserId => externalUserId;

    public string UnionId => unionId;

    public KeptContact Before { get; } = known;

    public KeptContact After { get; set; } = known;

    /// <summary>Business time.</summary>
    public long NowMs => nowMs;

    public List<IncomingEvent> Events { get; } = [];

    public List<KeptDrift> Drifts { get; } = [];

    public List<Record> Records { get; } = [];

    public SyncCounts Counts { get; private set; } = new();

    /// <summary>What to keep; null when nothing differs from what is kept.</summary>
    public KeptContact? Changed => After.Name == Before.Name && After.UnionId == Before.UnionId && After.Gender == Before.Gender
        && After.Relations.Count == Before.Relations.Count && After.Relations.Zip(Before.Relations).All(pair => Same(pair.First, pair.Second))
        ? null : After with { ChangedAtMs = wallMs };

    public void Count(SyncCounts more) => Counts += more;

    public void Drift(string kind, string? member, string? had, string? has, string repair)
    {
        if (pass.FindsDrift) Drifts.Add(new KeptDrift(wallMs, kind, externalUserId, member, had, has, repair));
    }

    /// <summary>A fact that this pass may tell once.</summary>
    public void Add(string name, string id, long atMs, Action<Utf8JsonWriter>? properties, Action<Utf8JsonWriter>? attributes = null) =>
        AddOnce(name, $"wecom:sync:{pass.Number}:{externalUserId}:{id}", atMs, properties, attributes);

    /// <summary>A fact that may be told once, ever.</summary>
    public void AddOnce(string name, string id, long atMs, Action<Utf8JsonWriter>? properties, Action<Utf8JsonWriter>? attributes = null) =>
        Events.Add(EventWriter.Event(id, name, atMs, _identities, properties, attributes));

    // A record compares its list by reference.
    private static bool Same(KeptRelation a, KeptRelation b) => a with { Tags = b.Tags } == b && a.Tags.SequenceEqual(b.Tags, StringComparer.Ordinal);
}
