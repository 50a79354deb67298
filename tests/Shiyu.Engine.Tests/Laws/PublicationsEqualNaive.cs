using System.Buffers;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>
/// Laws 1 to 3 where SOPs are published in the middle of a history, with each choice of what becomes of going runs: the same lines as a customer that
/// remembers every version and asks everything at every half hour.
/// </summary>
public sealed class PublicationsEqualNaive
{
    private const int Worlds = 600;

    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("SHIYU_SEED"), out var seed) ? seed : 20260301;

    [Theory]
    [InlineData(RunsChoice.Pin), InlineData(RunsChoice.Migrate), InlineData(RunsChoice.Drain), InlineData(null)]
    public void In_random_worlds(RunsChoice? choice)
    {
        var seen = new Seen();
        for (var i = 0; i < Worlds; i++) Live(new RandomWorld(s_seed + i, inOrder: i % 2 == 0), i, choice, seen);

        // Worlds in which no run is on its way when something is published would prove nothing.
        Assert.True(seen.Lines > Worlds * 5, $"Only {seen.Lines} decisions in {Worlds} worlds.");
        if (choice is RunsChoice.Migrate or null) Assert.True(seen is { Moved: > 30, Withdrawn: > 5 }, $"{seen}");
        if (choice is RunsChoice.Pin or RunsChoice.Drain or null) Assert.True(seen.OnOlder > 50, $"{seen}");
        if (choice is RunsChoice.Drain) Assert.True(seen is { Forgotten: > 10, Opened: > 20 }, $"{seen}");
    }

    private static void Live(RandomWorld world, int number, RunsChoice? choice, Seen seen)
    {
        var random = new Random(world.Seed);
        var text = world.ToString();
        var published = new Published(world.Files, world.RequireContact);
        var naive = new NaiveCustomer(published.Definitions, world.RequireContact, ValueTable.Empty, []);
        var state = new CustomerState("u");
        var effects = new List<Effect>();
        var history = new List<EventFact>();
        int[] at = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4, RandomWorld.Hours - 20))];
        for (var half = 0; half < RandomWorld.Hours * 2; half++)
        {
            var now = RandomWorld.Tick(0) + Duration.Minutes(30 * half);
            var arriving = half % 2 == 0 ? world.Arrivals.Where(a => a.ArrivesAt == now).Select(a => a.Fact).ToList() : [];
            if (half % 2 == 1 && at.Contains(half / 2))
            {
                var choices = new Dictionary<string, RunsChoice>();
                RunsChoice Choose(string sop) => choices.TryGetValue(sop, out var known) ? known : choices[sop] = choice ?? (RunsChoice)random.Next(3);
                var next = published.Next(world.Republished(), Choose, state, half);
                text += $"\n{World.Shown(now)} {string.Join(", ", choices)}\n{string.Join('\n', world.Files.Where(file => file.StartsWith("sop", StringComparison.Ordinal)))}";
                naive.Publish(now, next.Definitions, Choose);
                CustomerFold.Redefine(published.Plan, next.Plan, state, history, now, effects);
                published = next;
                seen.OnOlder += state.Runs(published.Plan).Count(run => published.Ledger.Numbers[run.Sop] != run.Version);
                Open(now);
            }
            foreach (var fact in arriving)
            {
                history.Add(fact);
                CustomerFold.Fold(published.Plan, state, fact, now, effects);
            }
            CustomerFold.Wake(published.Plan, state, now, effects);
            naive.Tick(now, arriving);
            Open(now);
            if (number % 3 == 0) state = WrittenAndRead(published.Plan, state);
        }

        var told = effects.Where(effect => effect is not (Effect.TriggerForgotten or Effect.PathTaken or Effect.RunMoved)).Select(World.ToldInFull).ToList();
        var same = naive.Told.Zip(told).TakeWhile(both => both.First == both.Second).Count();
        Assert.True(
            same == naive.Told.Count && same == told.Count,
            $"{text}\nThe first {same} lines agree:\n  {string.Join("\n  ", told.Take(same))}\nthen the naive engine tells\n  {string.Join("\n  ", naive.Told.Skip(same).Take(5))}\n"
            + $"and the engine\n  {string.Join("\n  ", told.Skip(same).Take(5))}");
        seen.Lines += told.Count;
        seen.Moved += effects.OfType<Effect.RunMoved>().Count();
        seen.Withdrawn += effects.OfType<Effect.RunEnded>().Count(end => end.Reason == EndReason.Withdrawn);
        seen.Forgotten += effects.OfType<Effect.TriggerForgotten>().Count(forgotten => forgotten.Reason == ForgottenReason.Draining);
        // At most once (law 5), whatever versions a run went through.
        Assert.All(
            effects.OfType<Effect.StepDecided>().Where(step => step.Outcome == StepOutcome.Sent).CountBy(step => (step.Run, step.Step.Id)),
            step => Assert.True(step.Value == 1, text));

        void Open(Instant now)
        {
            naive.Open();
            if (published.Opened(state) is not { } opened) return;
            CustomerFold.Repause(published.Plan, opened.Plan, state, now, effects);
            published = opened;
            seen.Opened++;
        }
    }

    private static CustomerState WrittenAndRead(Plan plan, CustomerState state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Write(plan, bytes);
        return CustomerState.Read(plan, state.Key, bytes.WrittenSpan);
    }

    private sealed record Seen
    {
        public int Lines { get; set; }
        public int Moved { get; set; }
        public int Withdrawn { get; set; }
        public int OnOlder { get; set; }
        public int Forgotten { get; set; }
        public int Opened { get; set; }
    }
}
