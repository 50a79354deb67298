using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Publishing;

/// <summary>Adds up what a publication would do to one customer after another.</summary>
internal sealed class ImpactTally(PlanVersion before, PlanVersion after)
{
    private const int ShiftsOfAKind = 25;
    private const int CutsOfAReason = 25;

    private readonly Dictionary<string, Sop> _sops = new(StringComparer.Ordinal);
    private readonly Dictionary<TagName, (long Enter, long Leave)> _tags = [];
    private readonly List<ShiftView> _shifts = [];
    private readonly List<CutView> _cuts = [];

    /// <param name="runs">Those that go now.</param>
    /// <param name="published">What the publication itself decides.</param>
    /// <param name="without">What comes without it.</param>
    /// <param name="with">What comes with it.</param>
    public void Add(
        (string Id, string? Name) customer, IReadOnlyList<ActiveRun> runs, IEnumerable<ActiveRun> runsAfter, IReadOnlyList<Effect> published, IEnumerable<Effect> without,
        IEnumerable<Effect> with)
    {
        var going = runsAfter.ToDictionary(run => run.Run);
        foreach (var run in runs)
        {
            var sop = Of(run.Sop);
            sop.Going++;
            if (published.OfType<Effect.RunEnded>().FirstOrDefault(end => end.Run == run.Run && end.Cause.Kind == CauseKind.Definition) is { } end) Cut(sop, customer, run, end.Reason);
            else if (published.OfType<Effect.RunMoved>().Any(move => move.Run == run.Run)) sop.Move++;
            else if (going.ContainsKey(run.Run)) sop.Stay++;
        }
        foreach (var effect in published)
        {
            if (effect is Effect.TagEntered { Cause.Kind: CauseKind.Definition } entered) _tags[entered.Tag] = _tags.GetValueOrDefault(entered.Tag) is var e ? (e.Enter + 1, e.Leave) : default;
            if (effect is Effect.TagLeft { Cause.Kind: CauseKind.Definition } left) _tags[left.Tag] = _tags.GetValueOrDefault(left.Tag) is var l ? (l.Enter, l.Leave + 1) : default;
        }
        Compare(customer, Coming(without), Coming(with));
    }

    public ImpactView ToView(Instant at, Instant until, long customers, PublishRequest request)
    {
        var zone = after.Plan.Zone;
        foreach (var (name, _, _) in after.Named.Changes(before.Named, "sop")) Of(name);
        return new ImpactView(
            ViewText.Time(zone, at), ViewText.Time(zone, until), customers, [.. _sops.OrderBy(sop => sop.Key, StringComparer.Ordinal).Select(sop => View(sop.Key, sop.Value, request))],
            [.. _tags.OrderBy(tag => tag.Key.ToString(), StringComparer.Ordinal).Select(tag => new TagImpact(tag.Key.ToString(), TitleOf(tag.Key), tag.Value.Enter, tag.Value.Leave))],
            _shifts, _cuts);
    }

    private SopImpact View(string name, Sop sop, PublishRequest request)
    {
        var key = NamedFiles.Key("sop", name);
        var (was, isNow) = (before.Named.Now.GetValueOrDefault(key)?.Number, after.Named.Now.GetValueOrDefault(key)?.Number);
        var change = was == isNow ? "unchanged" : was is null ? "added" : isNow is null ? "removed" : "changed";
        var definition = after.Plan.Definitions.Sops.FirstOrDefault(known => known.Name == name) ?? before.Plan.Definitions.Sops.FirstOrDefault(known => known.Name == name);
        return new SopImpact(
            name, definition?.Title, change, change is "changed" or "removed" ? RunsWords.Of(request.Choose(name, isNow is not null)) : null, was, isNow, sop.Going, sop.Stay, sop.Move,
            sop.Cut.ToDictionary(cut => Words.Of(cut.Key), cut => cut.Value), after.Ledger.Draining.ContainsKey(name) && sop.Stay > 0,
            new MessageImpact(sop.Same, sop.Earlier, sop.Later, sop.Gone, sop.Added));
    }

    private void Cut(Sop sop, (string Id, string? Name) customer, ActiveRun run, EndReason reason)
    {
        var count = sop.Cut[reason] = sop.Cut.GetValueOrDefault(reason) + 1;
        if (count <= CutsOfAReason) _cuts.Add(new CutView(customer.Id, customer.Name, run.Sop, run.Version, run.NextStep, Words.Of(reason)));
    }

    private void Compare((string Id, string? Name) customer, Dictionary<(RunId, string), Effect.StepDecided> without, Dictionary<(RunId, string), Effect.StepDecided> with)
    {
        foreach (var (key, old) in without)
        {
            var sop = Of(old.Sop);
            if (!with.TryGetValue(key, out var now)) Shift(ref sop.Gone, "gone", old, null);
            else if (now.At < old.At) Shift(ref sop.Earlier, "earlier", old, now);
            else if (now.At > old.At) Shift(ref sop.Later, "later", old, now);
            else sop.Same++;
        }
        foreach (var (key, now) in with)
            if (!without.ContainsKey(key)) Shift(ref Of(now.Sop).Added, "added", null, now);

        void Shift(ref long count, string kind, Effect.StepDecided? old, Effect.StepDecided? now)
        {
            var zone = after.Plan.Zone;
            var step = now ?? old!;
            if (++count <= ShiftsOfAKind)
                _shifts.Add(new ShiftView(
                    customer.Id, customer.Name, step.Sop, step.Step.Id, step.Step.Title, kind, old is null ? null : ViewText.Time(zone, old.At), now is null ? null : ViewText.Time(zone, now.At)));
        }
    }

    /// <summary>What reaches somebody: messages and tasks.</summary>
    private static Dictionary<(RunId, string), Effect.StepDecided> Coming(IEnumerable<Effect> effects)
    {
        var coming = new Dictionary<(RunId, string), Effect.StepDecided>();
        foreach (var effect in effects)
            if (effect is Effect.StepDecided { Outcome: StepOutcome.Sent, Step.Act: StepAct.Send or StepAct.AdvisorTask } step) coming[(step.Run, step.Step.Id)] = step;
        return coming;
    }

    private string? TitleOf(TagName tag) => (after.Plan.Definitions.Groups.FirstOrDefault(group => group.Name == tag.Group) ?? before.Plan.Definitions.Groups.FirstOrDefault(group => group.Name == tag.Group))
        ?.Tags.FirstOrDefault(known => known.Name == tag.Tag)?.Title;

    private Sop Of(string name)
    {
        if (!_sops.TryGetValue(name, out var sop)) _sops[name] = sop = new Sop();
        return sop;
    }

    private sealed class Sop
    {
        public long Going;
        public long Stay;
        public long Move;
        public readonly Dictionary<EndReason, long> Cut = [];
        public long Same;
        public long Earlier;
        public long Later;
        public long Gone;
        public long Added;
    }
}
