using System.Globalization;
using System.Runtime.InteropServices;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>
/// Adds a rehearsal's decisions up to a report, as they come. Holds numbers, and a bit per customer for each of those that count customers.
/// </summary>
internal sealed class ReportBuilder
{
    private const long DayMs = 86_400_000;

    // WeCom takes so many customers into one task.
    private const int TaskCustomersMax = 10_000;

    private readonly ReportScope _scope;
    private readonly Action<Figure>? _behind;
    private readonly PackedMessages _packed;
    private readonly MaterialContents _contents = new();
    private readonly Dictionary<string, SopTally> _sops = new(StringComparer.Ordinal);
    private readonly DayTallies _days = new();
    private readonly SortedDictionary<string, DayTallies> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DayTally> _materials = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<string>> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Sop, string Reason), CapTally> _caps = [];
    private readonly Dictionary<(string Sop, string Other), ConflictTally> _conflicts = [];
    private readonly CustomerSet _reached = new();
    private Plan _plan;
    private long _withoutSender;
    private long _withoutVariables;

    /// <param name="behind">Told of every decision that is counted.</param>
    public ReportBuilder(Plan plan, ReportScope scope, Action<Figure>? behind = null)
    {
        _scope = scope;
        _behind = behind;
        _packed = new PackedMessages((long)scope.Slot.TotalMilliseconds, TaskCustomersMax, Pack);
        _plan = plan;
        Plan = plan;
    }

    /// <summary>In force from here on.</summary>
    public Plan Plan
    {
        set
        {
            _plan = value;
            _contents.Definitions = value.Definitions;
            foreach (var sop in value.Definitions.Sops)
            {
                if (!_sops.TryGetValue(sop.Name, out var tally)) _sops.Add(sop.Name, tally = new SopTally());
                tally.Definition = sop;
                tally.Ahead = new MessagesAhead(sop);
            }
        }
    }

    public void Take(RehearsedCustomer customer, Effect effect)
    {
        if (effect.At < _scope.From || effect.At >= _scope.To) return;
        switch (effect)
        {
            case Effect.RunStarted started:
                TakeEntry(customer, started);
                break;
            case Effect.StepDecided step:
                TakeStep(customer, step);
                break;
            case Effect.RunEnded ended:
                TakeEnd(customer, ended);
                break;
            case Effect.TriggerForgotten forgotten:
                Count(_sops[forgotten.Sop].Forgotten, forgotten.Reason);
                _behind?.Invoke(new Figure(FigureKind.Forgotten, customer.Index, effect.At, DayOf(effect.At), forgotten.Sop, Reason: Words.Of(forgotten.Reason)));
                break;
        }
    }

    public RehearsalReport Build(long events, long customers)
    {
        _packed.Close();
        var sops = _sops.Where(sop => sop.Value.Definition is not null).OrderBy(sop => sop.Key, StringComparer.Ordinal).Select(sop => sop.Value.View(sop.Key, Day)).ToList();
        return new RehearsalReport(
            _scope.From == Instant.Min ? null : ViewText.Time(_scope.Zone, _scope.From), _scope.To == Instant.Max ? null : ViewText.Time(_scope.Zone, _scope.To),
            _scope.Zone.Id, events, customers, sops.Sum(sop => sop.Entries), sops.Sum(sop => sop.HeldOut), sops.Sum(sop => sop.Messages), _reached.Count,
            sops.Sum(sop => sop.AdvisorTasks), sops.Sum(sop => sop.Exits), sops.Sum(sop => sop.SavedMessages),
            [.. _days.InOrder().Select(day => day.Tally.View(Day(day.Day)))], sops,
            new ReportedMembers([.. _members.Select(Member)], _withoutSender),
            new ReportedPacking(
                (int)_scope.Slot.TotalSeconds, _materials.Values.Sum(material => material.Messages), _days.InOrder().Sum(day => day.Tally.Tasks), _withoutVariables,
                [.. _materials.Select(material => new ReportedMaterial(
                    material.Key, _variables[material.Key], material.Value.Messages, material.Value.Tasks, material.Value.WithoutVariables))]),
            [.. _caps.OrderBy(cap => cap.Key).Select(cap => new ReportedCap(cap.Key.Sop, cap.Key.Reason, cap.Value.Deferred, cap.Value.Dropped, cap.Value.Customers.Count))],
            [.. _conflicts.OrderBy(conflict => conflict.Key).Select(conflict => conflict.Value.View(conflict.Key.Sop, conflict.Key.Other))]);
    }

    private void TakeEntry(RehearsedCustomer customer, Effect.RunStarted started)
    {
        var (tally, day) = (_sops[started.Sop], DayOf(started.At));
        tally.Entries++;
        tally.Customers.Add(customer.Index);
        if (started.HeldOut) tally.HeldOut++;
        _days[day].Entries++;
        tally.Days[day].Entries++;
        _behind?.Invoke(new Figure(FigureKind.Entry, customer.Index, started.At, day, started.Sop, Outcome: started.HeldOut ? Words.Of(StepOutcome.Holdout) : null));
        foreach (var run in customer.State.Runs(_plan))
        {
            // Of two that start together each finds the other; they overlap once.
            if (run.StartedAt == started.At && string.CompareOrdinal(run.Sop, started.Sop) >= 0) continue;
            var conflict = Conflict(started.Sop, run.Sop);
            conflict.Overlaps++;
            conflict.Overlapping.Add(customer.Index);
            _behind?.Invoke(new Figure(FigureKind.Overlap, customer.Index, started.At, day, started.Sop, Other: run.Sop));
        }
    }

    private void TakeStep(RehearsedCustomer customer, Effect.StepDecided step)
    {
        var (tally, day) = (_sops[step.Sop], DayOf(step.At));
        var (outcome, reason) = (Words.Of(step.Outcome), step.Reason is { } why ? Words.Of(why) : null);
        Count(tally.Steps, (step.Step.Id, step.Outcome, step.Reason));
        var figure = new Figure(FigureKind.Step, customer.Index, step.At, day, step.Sop, step.Step.Id, Outcome: outcome, Reason: reason);
        switch (step.Step.Act)
        {
            case StepAct.Send send:
                figure = figure with { Kind = FigureKind.Message, Material = send.MaterialOf(step.Arm) };
                if (step.Outcome == StepOutcome.Sent) TakeMessage(customer, step, send, tally, ref figure);
                else if (step.Outcome is StepOutcome.Deferred or StepOutcome.Dropped && step.Reason is { } cause) TakeLost(step, cause, ref figure);
                break;
            case StepAct.AdvisorTask when step.Outcome == StepOutcome.Sent:
                figure = figure with { Kind = FigureKind.Task };
                tally.AdvisorTasks++;
                break;
        }
        _behind?.Invoke(figure);
    }

    private void TakeMessage(RehearsedCustomer customer, Effect.StepDecided step, StepAct.Send send, SopTally tally, ref Figure figure)
    {
        tally.Messages++;
        _days[figure.Day].Messages++;
        tally.Days[figure.Day].Messages++;
        _reached.Add(customer.Index);
        if (send.Touchpoint is not "direct") return;
        var (member, material) = (CustomerFold.SenderOf(_plan, customer.State, step.Sop, step.Run), figure.Material!);
        figure = figure with { Member = member ?? "" };
        if (member is null)
        {
            _withoutSender++;
            return;
        }
        if (!_members.TryGetValue(member, out var days)) _members.Add(member, days = new DayTallies());
        days[figure.Day].Messages++;
        if (!_materials.TryGetValue(material, out var packed))
        {
            _materials.Add(material, packed = new DayTally());
            _variables[material] = _contents.VariablesOf(material);
        }
        packed.Messages++;
        _packed.Add(figure.At.UnixMs, figure.Day, member, material, _contents.Of(material, customer.State.Attributes));
    }

    private void TakeLost(Effect.StepDecided step, StepReason cause, ref Figure figure)
    {
        // Those are over, whatever else wants to be sent.
        if (cause is StepReason.Late or StepReason.Expired or StepReason.NoContact or StepReason.Paused) return;
        if (!_caps.TryGetValue((step.Sop, Words.Of(cause)), out var cap)) _caps.Add((step.Sop, Words.Of(cause)), cap = new CapTally());
        if (step.Outcome == StepOutcome.Deferred) cap.Deferred++;
        else cap.Dropped++;
        cap.Customers.Add(figure.Customer);
        if (step.LostTo is not { } winner) return;

        var other = winner[..winner.IndexOf('/', StringComparison.Ordinal)];
        figure = figure with { Other = other };
        if (other == step.Sop) return;
        var conflict = Conflict(step.Sop, other);
        if (string.CompareOrdinal(step.Sop, other) < 0) conflict.Lost++;
        else conflict.LostByOther++;
        conflict.Losing.Add(figure.Customer);
        _behind?.Invoke(figure with { Kind = FigureKind.Lost });
    }

    private void TakeEnd(RehearsedCustomer customer, Effect.RunEnded ended)
    {
        var tally = _sops[ended.Sop];
        Count(tally.Ended, ended.Reason);
        var early = ended.Reason is EndReason.Goal or EndReason.Exit or EndReason.DoNotDisturb or EndReason.Deleted or EndReason.LeftTrigger;
        var saved = early && !ended.HeldOut ? tally.Ahead!.Of(ended.Next) : 0;
        if (early) tally.Exits++;
        tally.Saved += saved;
        _behind?.Invoke(new Figure(
            FigureKind.End, customer.Index, ended.At, DayOf(ended.At), ended.Sop, ended.Next, Outcome: early ? "early" : null, Reason: Words.Of(ended.Reason), Saved: saved));
    }

    private void Pack(PackedTasks tasks)
    {
        _days[tasks.Day].Tasks += tasks.Tasks;
        _members[tasks.Member][tasks.Day].Tasks += tasks.Tasks;
        _materials[tasks.Material].Tasks += tasks.Tasks;
        _materials[tasks.Material].WithoutVariables += tasks.WithoutVariables;
        _withoutVariables += tasks.WithoutVariables;
    }

    private ConflictTally Conflict(string a, string b)
    {
        var key = string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
        if (!_conflicts.TryGetValue(key, out var conflict)) _conflicts.Add(key, conflict = new ConflictTally());
        return conflict;
    }

    private ReportedMember Member(KeyValuePair<string, DayTallies> member)
    {
        var days = member.Value.InOrder().ToList();
        var busiest = days.MaxBy(day => day.Tally.Messages);
        return new ReportedMember(
            member.Key, days.Sum(day => day.Tally.Messages), days.Sum(day => day.Tally.Tasks), Day(busiest.Day), busiest.Tally.Messages, busiest.Tally.Tasks,
            [.. days.Select(day => new ReportedMemberDay(Day(day.Day), day.Tally.Messages, day.Tally.Tasks))]);
    }

    private int DayOf(Instant at) => (int)Math.Floor(_scope.Zone.ToLocalMs(at) / (double)DayMs);

    private static string Day(int day) => DateOnly.FromDayNumber(day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Count<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
}

/// <summary>Which decisions a report counts, and how.</summary>
/// <param name="From">Counted from this instant on.</param>
/// <param name="To">Counted before this instant.</param>
/// <param name="Slot">Messages of one slot are handed over together.</param>
internal sealed record ReportScope(ZoneTable Zone, Instant From, Instant To, TimeSpan Slot);
