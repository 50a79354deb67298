using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>In random worlds, hour after hour: an SOP's explanation is what the engine goes by, and explaining changes nothing.</summary>
public sealed class SopsExplained
{
    private const int Worlds = 300;

    [Fact]
    public void As_they_are_decided()
    {
        var endings = 0;
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = new RandomWorld(seed, inOrder: false);
            var plan = Plan.Compile(world.Parse(), World.Shanghai, world.RequireContact);
            var silent = Live(world, plan, (_, _, _) => { });
            var told = Live(world, plan, (state, history, now) =>
            {
                foreach (var sop in plan.Sops) endings += Check(plan, state, sop, history, now, $"{sop.Name} at {World.Shown(now)}\n{world}");
            });
            Assert.Equal(silent, told);
        }
        Assert.True(endings > 500, $"{endings} goals and exits of runs that go on");
    }

    /// <summary>The accumulators say what a run has counted; the events that are named for it are picked from the history.</summary>
    [Fact]
    public void With_the_events_that_a_run_has_counted()
    {
        var plan = World.Of(
            """
            sop: s, trigger: { event: a, where: { p: x } },
            goal: { all: [ { event: a }, { event: b, within: 6h }, { event: c, count: { at_least: 2 } },
                           { event: a, where: { p: y }, within: 30h, count: { at_least: 3 } }, { event: b, count: { is: 1 } }, never ] },
            steps: [ { id: call, at: +90d, task: call } ]
            """).Plan;
        var answers = new HashSet<(int Part, bool IsTrue)>();
        var left = 0;
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = new RandomWorld(seed, inOrder: false);
            Live(world, plan, (state, history, now) =>
            {
                var explained = SopExplainer.Explain(plan, state, "s", history, _ => [], now)!;
                if (explained.Going is null) return;
                for (var part = 0; part < 5; part++)
                {
                    var told = explained.Goal!.Parts[part];
                    var (events, form) = (Assert.IsType<Evidence.Events>(told.Evidence), (Condition.Events)told.Condition);
                    var tests = form.Measure is { } count ? new NumberTests(count.Comparisons) : NumberTests.AtLeastOne;
                    Assert.True(told.IsTrue == tests.Hold(events.Total), $"part {part} at {World.Shown(now)}: {events.Total}\n{world}");
                    Assert.True(events.AfterEntry);
                    answers.Add((part, told.IsTrue));
                    left += history.Count(fact => fact.Name == form.Event.Name) - events.Total;
                }
            });
        }
        Assert.Equal(10, answers.Count);
        Assert.True(left > 1000, $"{left} events left out");
    }

    private static List<Effect> Live(RandomWorld world, Plan plan, Action<CustomerState, List<EventFact>, Instant> everyHour)
    {
        var state = new CustomerState("u");
        var effects = new List<Effect>();
        var history = new List<EventFact>();
        for (var hour = 0; hour < RandomWorld.Hours; hour++)
        {
            var now = RandomWorld.Tick(hour);
            foreach (var (_, fact) in world.Arrivals.Where(arrival => arrival.ArrivesAt == now))
            {
                history.Add(fact);
                CustomerFold.Fold(plan, state, fact, now, effects);
            }
            CustomerFold.Wake(plan, state, now, effects);
            if (state.Exists) everyHour(state, history, now);
        }
        return effects;
    }

    /// <returns>How many goals and exits of a run that goes on were looked at.</returns>
    private static int Check(Plan plan, CustomerState state, SopPlan sop, List<EventFact> history, Instant now, string about)
    {
        var explained = SopExplainer.Explain(plan, state, sop.Name, history, _ => [], now)!;
        var asking = Folding.AskingOf(plan, state, now);
        Same(sop.When, explained.When);
        foreach (var (step, told) in sop.Steps.Zip(explained.Steps))
        {
            Same(step.When, told.When);
            Assert.Equal(step.Arms.Length, told.Arms.Length);
            foreach (var (arm, explainedArm) in step.Arms.Zip(told.Arms)) Same(arm.When, explainedArm);
        }
        var run = state.Record(sop.Index)?.Going;
        Assert.Equal(run?.Id, explained.Going?.Run);
        if (run is null) return 0;
        asking.RunAccumulators = run.Events;
        Same(sop.Goal, explained.Goal);
        Same(sop.Exit, explained.Exit);
        asking.RunAccumulators = null;
        // Otherwise it would have ended.
        Assert.False(explained.Goal?.IsTrue == true || explained.Exit?.IsTrue == true, about);
        return (sop.Goal is null ? 0 : 1) + (sop.Exit is null ? 0 : 1);

        void Same(CompiledCondition? decides, Explanation? told)
        {
            Assert.Equal(decides is null, told is null);
            if (decides is not null) Assert.True((decides.Ask(asking, out var next), next) == (told!.IsTrue, told.NextChange), about);
        }
    }
}
