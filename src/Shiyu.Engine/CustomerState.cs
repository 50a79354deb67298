using System.Buffers;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>
/// Everything the engine knows of one customer under one <see cref="Plan"/>: attributes, contacts, accumulators, tags, runs.
/// One value; folded in place by <see cref="CustomerFold"/>, by one thread at a time.
/// </summary>
public sealed class CustomerState
{
    private static readonly ContactTable s_noContacts = new();

    /// <param name="key">The customer id as text: chance and run ids are derived from it.</param>
    public CustomerState(string key) => Key = key;

    public string Key { get; }

    /// <summary>The last decision instant; folds never go back before it.</summary>
    public Instant Now { get; internal set; } = Instant.Min;

    public AttributeTable Attributes { get; internal set; } = new();

    public ContactTable Contacts => OwnContacts ?? s_noContacts;

    /// <summary>The next instant at which something changes by time alone; null when nothing will.</summary>
    public Instant? NextWakeUp => WakeAt == Instant.Max ? null : WakeAt;

    /// <summary>Null for the many customers without any contact.</summary>
    internal ContactTable? OwnContacts { get; set; }

    /// <summary>Whether a first event has been folded: before it nothing holds, not even <c>always</c>.</summary>
    public bool Exists { get; internal set; }

    internal Instant WakeAt { get; set; } = Instant.Max;

    /// <summary>The largest arrival known, waiting facts included.</summary>
    internal long LastArrival { get; set; }

    internal AccumulatorStates? Events { get; set; }

    /// <summary>Each rule's last answer; null while all are false.</summary>
    internal ulong[]? Truths { get; set; }

    /// <summary>When rules' answers change by time alone, in order of rule; few rules have anything to wait for.</summary>
    internal Few<RuleChange> Changes;

    /// <summary>In order of tag.</summary>
    internal Few<HeldEntry> Held;
    internal Few<HoldEntry> Holds;

    // Most customers have met none of these, or one or two: small arrays that are replaced when they change.
    internal HandEntry[] ByHand { get; set; } = [];

    /// <summary>Counts settings by hand, so that two of one moment keep their order.</summary>
    internal long HandOrder { get; set; }

    /// <summary>Facts whose time has not come, by time, then arrival.</summary>
    internal EventFact[] Waiting { get; set; } = [];

    /// <summary>What budgets count, in order of time.</summary>
    internal Few<SentMessage> Sent;

    /// <summary>In order of SOP.</summary>
    internal SopRecord[] Sops { get; set; } = [];

    /// <summary>The tags held now, in group and file order.</summary>
    public IEnumerable<HeldTag> Tags(Plan plan)
    {
        for (var i = 0; i < Held.Length; i++)
        {
            var held = Held[i];
            var tag = plan.Tags[held.Tag];
            yield return new HeldTag(tag.Name, held.Since, held.Cause, ByHand: tag.When is null);
        }
    }

    /// <summary>The runs going now, in order of SOP name.</summary>
    public IEnumerable<ActiveRun> Runs(Plan plan)
    {
        foreach (var record in Sops)
        {
            if (record.Going is not { } run) continue;
            var sop = plan.Of(record.Sop, run);
            var walking = run.NextStep < sop.Steps.Length;
            yield return new ActiveRun(
                sop.Name, run.Id, run.StartedAt, run.Cause,
                walking ? sop.Steps[run.NextStep].Definition.Id : null,
                walking && !plan.IsPaused(record.Sop) && run.TurnAt > Now ? run.TurnAt : null,
                run.WindowEnds == Instant.Max ? null : run.WindowEnds, run.Version);
        }
    }

    /// <summary>The version of an SOP that a run goes by, or went by at its end; null for a run that neither goes nor ended last, and where the plan holds the version no more.</summary>
    public int? VersionOf(Plan plan, string sop, RunId run)
    {
        if (plan.SopNamed(sop) is not { } known || Record(known.Index) is not { } record) return null;
        int? version = record.Going is { } going && going.Id == run ? going.Version : record.LastEnded is { } ended && ended.Run == run ? ended.Version : null;
        return version is { } number ? known.VersionNamed(number)?.Version : null;
    }

    /// <summary>Writes the state with a format version first.</summary>
    public void Write(Plan plan, IBufferWriter<byte> output) => CustomerStateFormat.Write(this, plan, output);

    /// <summary>Reads a state written under the same plan, of this or an earlier format version.</summary>
    /// <exception cref="FormatException">The bytes are of a later format version.</exception>
    public static CustomerState Read(Plan plan, string key, ReadOnlySpan<byte> bytes) => CustomerStateFormat.Read(plan, key, bytes);

    internal bool Truth(int rule) => Truths is { } truths && (truths[rule >> 6] & (1UL << rule)) != 0;

    internal void SetTruth(int rule, bool value, int ruleCount)
    {
        if (value == Truth(rule)) return;
        Truths ??= new ulong[(ruleCount + 63) / 64];
        Truths[rule >> 6] ^= 1UL << rule;
    }

    internal void SetChange(int rule, Instant? at)
    {
        var place = 0;
        while (place < Changes.Length && Changes[place].Rule < rule) place++;
        if (place < Changes.Length && Changes[place].Rule == rule)
        {
            // The place is kept: what has changed by time once will do so again.
            Changes[place].AtMs = at?.UnixMs ?? long.MaxValue;
            return;
        }
        if (at is { } instant) Changes.Insert(place, new RuleChange { Rule = rule, AtMs = instant.UnixMs });
    }

    internal bool IsHeld(int tag) => HeldSince(tag) is not null;

    internal Instant? HeldSince(int tag)
    {
        foreach (var held in Held)
            if (held.Tag == tag) return held.Since;
        return null;
    }

    internal SopRecord? Record(int sop)
    {
        foreach (var record in Sops)
            if (record.Sop == sop) return record;
        return null;
    }

    internal SopRecord RecordOrNew(int sop)
    {
        if (Record(sop) is { } known) return known;
        var record = new SopRecord { Sop = sop };
        SopRecord[] all = [.. Sops, record];
        Array.Sort(all, (a, b) => a.Sop.CompareTo(b.Sop));
        Sops = all;
        return record;
    }

    /// <summary>Whether a fact of the history waits here for its time, which may be this very instant: it is yet to be folded.</summary>
    internal bool Waits(EventFact fact)
    {
        foreach (var waiting in Waiting)
            if (waiting.Arrival == fact.Arrival) return true;
        return false;
    }

    /// <summary>Keeps a fact for its time.</summary>
    internal void Wait(EventFact fact)
    {
        EventFact[] all = [.. Waiting, fact.Kept()];
        Array.Sort(all, (a, b) => new Moment(a.OccurredAt, a.Arrival).CompareTo(new Moment(b.OccurredAt, b.Arrival)));
        Waiting = all;
    }
}

/// <param name="ByHand">Set by hand, sync or a step rather than by its rule.</param>
public readonly record struct HeldTag(TagName Tag, Instant Since, Cause Cause, bool ByHand);

/// <param name="NextStep">The step that comes next; null when only the window is left.</param>
/// <param name="Version">The version of its SOP that it goes by.</param>
/// <param name="NextAt">When it is due; null when it is due at once, a pause keeps it, or there is none.</param>
public readonly record struct ActiveRun(
    string Sop, RunId Run, Instant StartedAt, Cause Cause, string? NextStep, Instant? NextAt, Instant? WindowEnds, int Version);
