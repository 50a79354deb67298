using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>
/// Explains an SOP for one customer at any instant so far: the customer's history is folded again up to it, as it was known and under the
/// definitions that were in force then.
/// </summary>
internal sealed class ExplainQuery(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans)
{
    /// <param name="atMs">Null: now.</param>
    public async Task<ExplainAnswer> ExplainAsync(string id, string sop, long? atMs)
    {
        if (CustomerNumber.Parse(id) is not { } number) return new ExplainAnswer.UnknownCustomer();
        var customer = directory.Survivor(number);
        if (await fold.AskAsync(() => fold.Record(customer) is { IsLive: true } record
            ? new Present(customer, record.FoldedThrough, fold.ClockMs, plans.Newest) : null) is not { } present)
            return new ExplainAnswer.UnknownCustomer();
        return await Task.Run(() => Explain(present, sop, atMs ?? present.ClockMs));
    }

    private ExplainAnswer Explain(Present present, string sop, long atMs)
    {
        using var reader = store.OpenReader();
        var history = new History(reader);
        if (atMs > present.ClockMs || history.LastDecidedBy(atMs, present.Last) is not { } last) return OutOfTime(present, history);
        // Of the present instant more facts may come: its wake-ups are still to be taken.
        var (version, clockMs) = atMs == present.ClockMs ? (present.Plan, atMs) : (plans.AsOf(atMs), atMs + 1);
        var replay = new Replay(reader, plans);
        if (replay.Run(present.Customer, last.Position, clockMs, version.Position) is not var (state, under) || !state.Exists)
            return OutOfTime(present, history);

        var at = new Instant(atMs);
        var explanation = SopExplainer.Explain(
            under.Plan, state, sop, history.Events(last.Position), run => LaterEvents.After(run, replay.Entries), at);
        if (explanation is null) return new ExplainAnswer.UnknownSop(ViewText.Time(under.Plan.Zone, at));
        return new ExplainAnswer.Explained(View(present.Customer, under, state, at, explanation, replay.Entries));
    }

    private static ExplainView View(
        long customer, PlanVersion version, CustomerState state, Instant at, SopExplanation explained, IReadOnlyList<Replayed> replayed)
    {
        var zone = version.Plan.Zone;
        var definition = explained.Definition;
        var written = new WrittenSop(version, definition.Name, explained.Version);
        var conditions = new ConditionViews(version, state.Tags(version.Plan));
        var story = new RunStory(definition.Name, explained.Going?.Run ?? explained.LastEnded?.Run, replayed, zone);
        return new ExplainView(
            CustomerNumber.ToText(customer), definition.Name, definition.Title, ViewText.Time(zone, at),
            conditions.OfTrigger(explained, at, written.Trigger),
            conditions.OfWritten(explained.When, written.Part("when")), conditions.OfWritten(explained.Goal, written.Part("goal")),
            conditions.OfWritten(explained.Exit, written.Part("exit")),
            [.. explained.Steps.Select((step, index) => Step(step, index, conditions, written))],
            explained.Going is { } going ? story.Going(going, explained.PausedSince) : explained.LastEnded is { } ended ? story.Ended(ended) : RunStory.NotEntered,
            story.Forgotten, story.Decisions, explained.PausedSince is { } since ? ViewText.Time(zone, since) : null, explained.Version);
    }

    private static StepExplainView Step(StepExplanation step, int index, ConditionViews conditions, WrittenSop written)
    {
        var (act, content) = StepText.Of(step.Definition.Act);
        var arms = step.Definition.Act is StepAct.Branch branch ? branch.Arms : [];
        return new StepExplainView(
            step.Definition.Id, step.Definition.Title, StepText.Of(step.Definition.At), act, content,
            conditions.OfWritten(step.When, written.StepPart(index, "when")),
            [.. step.Arms.Select((arm, place) => new ArmView(conditions.Of(arm, written.ArmWhen(index, place)), arms[place].Then))]);
    }

    private ExplainAnswer.OutOfTime OutOfTime(Present present, History history)
    {
        // An event that came a little before its time begins the customer at its time.
        var first = history.OwnRows(present.Last)[0];
        var zone = present.Plan.Plan.Zone;
        return new ExplainAnswer.OutOfTime(ViewText.Time(zone, Math.Max(first.DecidedAtMs, first.OccurredAtMs)), ViewText.Time(zone, present.ClockMs));
    }

    /// <summary>What the fold knows at the moment of asking.</summary>
    private sealed record Present(long Customer, long Last, long ClockMs, PlanVersion Plan);
}
