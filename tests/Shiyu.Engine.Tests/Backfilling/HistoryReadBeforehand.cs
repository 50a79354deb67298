using System.Buffers;
using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Backfilling;

/// <summary>What is read of the history while customers go on living is, when the definitions go live, what the whole history says then.</summary>
public sealed class HistoryReadBeforehand
{
    private const int Worlds = 1_000;

    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("SHIYU_SEED"), out var seed) ? seed : 20260301;

    [Fact]
    public void Gives_the_states_and_decisions_of_the_history_read_then_byte_for_byte()
    {
        var (filled, waiting, runs) = (0, 0, 0);
        for (var i = 0; i < Worlds; i++)
        {
            var world = new RandomWorld(s_seed + i, inOrder: i % 2 == 0);
            var random = new Random(world.Seed);
            var before = Plan.Compile(world.Parse(), World.Shanghai, world.RequireContact);
            // Other goals and exits of the same SOPs, or another world altogether.
            var after = Plan.Compile(
                i % 3 == 0 ? World.Parse(world.Republished()) : new RandomWorld(s_seed + i + Worlds, inOrder: true).Parse(), World.Shanghai, world.RequireContact);
            if (Backfill.Between(before, after) is not { } backfill) continue;

            var (begins, live) = (random.Next(world.Arrivals.Count), random.Next(world.Arrivals.Count));
            if (begins > live) (begins, live) = (live, begins);
            var state = new CustomerState("u");
            BackfilledCustomer? read = null;
            for (var n = 0; n <= live; n++)
            {
                var (at, fact) = world.Arrivals[n];
                CustomerFold.Fold(before, state, fact, at, []);
                if (n == begins) read = backfill.Begin(state);
            }
            // Reading lags behind, and is done at the last moment.
            foreach (var (at, fact) in world.Arrivals.Take(live + 1)) read!.Take(fact, new Instant(at.UnixMs + 1));
            var now = world.Arrivals[live].ArrivesAt + Duration.Minutes(random.Next(3) * 30);
            CustomerFold.Wake(before, state, new Instant(now.UnixMs - 1), []);
            waiting += state.Waiting.Length;
            runs += backfill.HasRuns(state) ? 1 : 0;

            var (told, toldThen) = (new List<Effect>(), new List<Effect>());
            var then = Copy(before, state);
            var isWhole = backfill.IsWhole(read!, state);
            List<EventFact> history = [.. world.Arrivals.Take(live + 1).Select(arrival => arrival.Fact)];
            CustomerFold.Redefine(before, after, state, isWhole ? Unread() : history, now, told, read);
            CustomerFold.Redefine(before, after, then, history, now, toldThen);

            Assert.Equal(toldThen.Select(World.ToldInFull), told.Select(World.ToldInFull));
            Assert.True(Bytes(after, then).SequenceEqual(Bytes(after, state)), world.ToString());
            filled += isWhole ? 1 : 0;
        }
        Assert.True(filled > Worlds / 2 && waiting > 20 && runs > 20, $"{filled} publications, {waiting} facts waiting, {runs} customers with runs.");

        static IEnumerable<EventFact> Unread() => new[] { 1 }.Select<int, EventFact>(_ => throw new InvalidOperationException("The history is read."));
    }

    [Fact]
    public void Is_not_needed_where_nothing_is_counted_that_was_not()
    {
        const string Group = "group: g, kind: multi, tags: [ { tag: t, when: { event: x, where: { until: { in_next: 3d } }, count: { at_least: 2 } } } ]";
        var before = World.Of(Group, "sop: s, trigger: { event: x }, steps: [ { id: a, task: ring } ]").Plan;
        var after = World.Of(Group, "sop: s, trigger: { event: x }, steps: [ { id: a, task: ring, at: +1h } ]").Plan;

        Assert.Null(Backfill.Between(before, after));
        Assert.NotNull(Backfill.Between(before, World.Of(Group.Replace("at_least: 2", "at_least: 3", StringComparison.Ordinal), "group: h, kind: multi, tags: [ { tag: u, when: { event: y } } ]").Plan));
    }

    [Fact]
    public void Is_needed_of_runs_only_where_their_goal_counts_something_new()
    {
        const string Sop = "sop: s, trigger: { event: x }, goal: { event: paid }, steps: [ { id: a, at: +9d, task: ring } ]";
        var before = World.Of(Sop).Plan;
        var after = World.Of(Sop.Replace("{ event: paid }", "{ event: paid, count: { at_least: 2 } }", StringComparison.Ordinal)).Plan;
        var backfill = Backfill.Between(before, after)!;

        Assert.True(backfill is { CountsForRuns: true, CountsForAll: false });
        Assert.True(backfill.Listens("paid") && !backfill.Listens("x"));
        Assert.False(backfill.HasRuns(new Customer(before, "u").Fold("03-01 10:00", "y").State));
        Assert.True(backfill.HasRuns(new Customer(before, "u").Fold("03-01 10:00", "x").State));
    }

    private static CustomerState Copy(Plan plan, CustomerState state) => CustomerState.Read(plan, state.Key, Bytes(plan, state));

    private static ReadOnlySpan<byte> Bytes(Plan plan, CustomerState state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Write(plan, bytes);
        return bytes.WrittenSpan;
    }
}
