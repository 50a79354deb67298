using System.Buffers;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>Laws 1 to 3 for the whole engine: the same lines as a customer that remembers everything and asks everything at every hour.</summary>
public sealed class WholeEngineEqualsNaive
{
    private const int Worlds = 1000;

    /// <summary>A fixed seed by default; another one finds new worlds: SHIYU_SEED=12345.</summary>
    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("SHIYU_SEED"), out var seed) ? seed : 20260301;

    [Fact]
    public void In_a_rehearsal() => InEachWorld(inOrder: true, (world, plan) => Rehearsed(world, plan));

    [Fact]
    public void With_late_and_future_events_live() => InEachWorld(inOrder: false, (world, plan) => Live(world, plan, wakeEveryHour: true));

    [Fact]
    public void When_written_and_read_after_every_event() =>
        InEachWorld(inOrder: false, (world, plan) => Live(world, plan, wakeEveryHour: true, restore: true));

    [Fact]
    public void When_only_events_wake_it_up() => InEachWorld(inOrder: true, (world, plan) => Live(world, plan, wakeEveryHour: false));

    [Fact]
    public void And_nothing_is_due_before_the_next_wake_up_or_missed_by_it()
    {
        for (var i = 0; i < 300; i++)
        {
            var world = new RandomWorld(s_seed + i, inOrder: true);
            var plan = world.PlanOf(world.Parse());
            var state = new CustomerState("u");
            var effects = new List<Effect>();
            foreach (var (at, fact) in world.Arrivals)
            {
                CustomerFold.Fold(plan, state, fact, at, effects);
                Assert.True(state.NextWakeUp is null || state.NextWakeUp >= at, world.ToString());
            }
            while (state.NextWakeUp is { } next && next <= RandomWorld.Tick(RandomWorld.Hours))
            {
                effects.Clear();
                CustomerFold.Wake(plan, state, new Instant(next.UnixMs - 1), effects);
                Assert.Empty(effects);
                CustomerFold.Wake(plan, state, next, effects);
                Assert.All(effects, effect => Assert.Equal(next, effect.At));
            }
        }
    }

    private static void InEachWorld(bool inOrder, Func<RandomWorld, Plan, List<string>> tell)
    {
        var lines = 0;
        var kinds = new HashSet<string>();
        for (var i = 0; i < Worlds; i++)
        {
            var world = new RandomWorld(s_seed + i, inOrder);
            var definitions = world.Parse();
            var naive = new NaiveCustomer(definitions, world.RequireContact, world.Values, world.Stops);
            for (var hour = 0; hour < RandomWorld.Hours; hour++)
            {
                var now = RandomWorld.Tick(hour);
                naive.Tick(now, [.. world.Arrivals.Where(a => a.ArrivesAt == now).Select(a => a.Fact)]);
            }

            List<string> told;
            try
            {
                told = tell(world, world.PlanOf(definitions));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{world}", e);
            }
            if (!naive.Told.SequenceEqual(told)) Assert.Fail(Difference(world, naive.Told, told));
            lines += told.Count;
            kinds.UnionWith(told.Select(line => line["03-01 00:00 ".Length..]));
        }
        // Worlds in which nothing happens would prove nothing.
        Assert.True(lines > Worlds * 5, $"Only {lines} decisions in {Worlds} worlds.");
        string[] expected =
        [
            " arm ", "holdout held_out", "skipped late", "skipped when_false", "end s1 window", "end s1 completed", "deferred quiet_hours", "deferred cap:day",
            "deferred cap:gap", "deferred lost_to:", "(priority: ", "(class: ", "(name: ", "(nothing: ", "(value: ", "?", "dropped guardrail", " arm a of 70%", "dropped cap:week", "dropped quota:week", "dropped quiet_hours",
        ];
        var missing = expected.Where(kind => !kinds.Any(line => line.Contains(kind, StringComparison.Ordinal))).ToList();
        Assert.True(missing.Count == 0, $"No world has {string.Join(", ", missing)}.");
    }

    private static List<string> Rehearsed(RandomWorld world, Plan plan)
    {
        var told = new List<string>();
        var rehearsal = new Shiyu.Engine.Rehearsal.Rehearsal(plan, (_, effect) => Tell(told, effect));
        foreach (var (_, fact) in world.Arrivals) rehearsal.Take("u", fact);
        rehearsal.Finish(RandomWorld.Tick(RandomWorld.Hours));
        return told;
    }

    private static List<string> Live(RandomWorld world, Plan plan, bool wakeEveryHour, bool restore = false)
    {
        var state = new CustomerState("u");
        var effects = new List<Effect>();
        for (var hour = 0; hour < RandomWorld.Hours; hour++)
        {
            var now = RandomWorld.Tick(hour);
            foreach (var (_, fact) in world.Arrivals.Where(a => a.ArrivesAt == now))
            {
                CustomerFold.Fold(plan, state, fact, now, effects);
                if (restore) state = WrittenAndRead(plan, state);
            }
            if (wakeEveryHour) CustomerFold.Wake(plan, state, now, effects);
            if (restore && hour % 3 == 0) state = WrittenAndRead(plan, state);
        }
        CustomerFold.Wake(plan, state, RandomWorld.Tick(RandomWorld.Hours - 1), effects);
        var told = new List<string>();
        foreach (var effect in effects) Tell(told, effect);
        return told;
    }

    private static CustomerState WrittenAndRead(Plan plan, CustomerState state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Write(plan, bytes);
        var read = CustomerState.Read(plan, state.Key, bytes.WrittenSpan);
        var again = new ArrayBufferWriter<byte>();
        read.Write(plan, again);
        Assert.True(bytes.WrittenSpan.SequenceEqual(again.WrittenSpan), "A state that was read is written the same.");
        return read;
    }

    private static void Tell(List<string> told, Effect effect)
    {
        if (effect is not (Effect.TriggerForgotten or Effect.PathTaken)) told.Add(World.ToldInFull(effect));
    }

    private static string Difference(RandomWorld world, List<string> naive, List<string> told)
    {
        var at = naive.Zip(told).TakeWhile(both => both.First == both.Second).Count();
        return $"{world}\nThe first {at} lines agree:\n  {string.Join("\n  ", naive.Take(at))}\n"
            + $"then the naive engine tells\n  {string.Join("\n  ", naive.Skip(at).Take(5))}\nand the engine\n  {string.Join("\n  ", told.Skip(at).Take(5))}";
    }
}
