using System.Text;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Publishing;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>A rule that counts what nobody has counted is filled from the log in the background, while customers go on living.</summary>
public sealed class PublicationsThatReadTheHistory
{
    private static readonly (string, string) s_plain = ("m.yaml", "material: nudge\ntext: 您好");
    private static readonly (string, string) s_seen = Counting("at_least: 3");

    [Fact]
    public async Task Count_what_was_before_and_what_comes_meanwhile_exactly_once()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain);
        await SeeAsync(world, "user_id:twice", 2);
        await SeeAsync(world, "user_id:once", 1);

        await PublishAsync(world, [s_plain, s_seen], () =>
        {
            // It is being prepared now.
            AcceptAsync(world, "user_id:twice", "user_id:once", "user_id:new").Wait();
        });
        await SeeAsync(world, "user_id:once", 1);

        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:twice"));
        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:once"));
        Assert.Empty(await world.TagsAsync("user_id:new"));
        // By the event that came after, and not by the definition.
        Assert.Equal("event", Assert.Single((await world.CustomerAsync("user_id:once")).Tags).Cause.Split(':')[0]);
        Assert.Equal("definition", Assert.Single((await world.CustomerAsync("user_id:twice")).Tags).Cause);
        Assert.Equal("live", world.Runtime.Publication!.State);
    }

    [Fact]
    public async Task Count_an_event_once_that_was_sent_ahead_of_its_time_and_waits()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain);
        await SeeAsync(world, "user_id:u", 1);
        await world.HappensAsync("seen", "user_id:u", at: world.Wall.GetUtcNow().AddMinutes(3));
        await PublishAsync(world, [s_plain, s_seen], () => world.Runtime.AcceptAsync(new("test", [world.Event("seen", "user_id:u", at: world.Wall.GetUtcNow().AddMinutes(2))])).Wait());

        Assert.Empty(await world.TagsAsync("user_id:u"));
        await world.PassAsync(TimeSpan.FromMinutes(2.5));
        Assert.Empty(await world.TagsAsync("user_id:u"));
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:u"));
    }

    [Fact]
    public async Task Count_both_histories_of_customers_who_turn_out_to_be_one_meanwhile()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain);
        await SeeAsync(world, "user_id:u", 1);
        await SeeAsync(world, "anonymous_id:a", 1);
        await PublishAsync(world, [s_plain, s_seen], () => world.Runtime.AcceptAsync(new("test", [world.Event("seen", "user_id:u anonymous_id:a")])).Wait());

        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:u"));
    }

    [Fact]
    public async Task Read_nothing_where_nothing_new_is_counted()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain, s_seen);
        await SeeAsync(world, "user_id:u", 2);
        var before = world.Runtime.Publication;

        await PublishAsync(world, [("m.yaml", "material: nudge\ntext: 您好呀"), s_seen], () => Assert.Fail("The history is read."));
        await PublishAsync(world, [s_plain], () => Assert.Fail("The history is read."));

        Assert.Equal(before, world.Runtime.Publication);
    }

    [Fact]
    public async Task Fill_a_condition_that_is_edited_and_let_go_of_one_that_is_removed()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain, s_seen);
        await SeeAsync(world, "user_id:u", 2);
        Assert.Empty(await world.TagsAsync("user_id:u"));

        // Until now it counted no further than to three.
        await PublishAsync(world, [s_plain, Counting("at_least: 5")], () => AcceptAsync(world, "user_id:u", "user_id:u").Wait());
        Assert.Empty(await world.TagsAsync("user_id:u"));
        await SeeAsync(world, "user_id:u", 1);
        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:u"));

        await PublishAsync(world, [s_plain], null);
        Assert.Empty((await world.CustomerAsync("user_id:u")).Tags);
        await SeeAsync(world, "user_id:u", 1);
        await PublishAsync(world, [s_plain, Counting("at_least: 6")], null);
        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:u"));
    }

    [Fact]
    public async Task Fill_the_goals_of_runs_that_go_and_of_those_that_start_meanwhile()
    {
        static (string, string) Sop(string goal) => ("s.yaml", $"{{ sop: s, trigger: {{ event: asked }}, goal: {{ {goal} }}, steps: [ {{ id: a, at: +9d, task: ring }} ] }}");
        await using var world = await RunningWorld.OpenAsync(Sop("event: bought"));
        await world.HappensAsync("asked", "user_id:before");
        await world.HappensAsync("seen", "user_id:before");
        await world.HappensAsync("seen", "user_id:meanwhile");

        await PublishAsync(
            world, [Sop("event: seen, count: { at_least: 2 }")],
            () => world.Runtime.AcceptAsync(new("test", [world.Event("asked", "user_id:meanwhile"), world.Event("seen", "user_id:meanwhile"), world.Event("seen", "user_id:other")])).Wait(),
            RunsChoice.Migrate);

        Assert.Equal((1, 1), (await RunsAsync(world, "before"), await RunsAsync(world, "meanwhile")));
        await world.HappensAsync("seen", "user_id:before");
        await world.HappensAsync("seen", "user_id:meanwhile");
        Assert.Equal((0, 0), (await RunsAsync(world, "before"), await RunsAsync(world, "meanwhile")));
    }

    [Fact]
    public async Task Are_given_up_when_they_are_cancelled_and_can_be_begun_again()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain);
        await SeeAsync(world, "user_id:u", 3);
        Task<PublicationView?>? cancelling = null;

        var applied = await ApplyAsync(world, [s_plain, s_seen], () => cancelling = world.Runtime.CancelPublicationAsync());

        Assert.Equal((false, "cancelled"), (applied.Applied, applied.Instead?.State));
        Assert.Equal("cancelled", (await cancelling!)?.State);
        Assert.Null(await world.Runtime.CancelPublicationAsync());
        Assert.Single(world.Runtime.DefinitionFiles);
        await world.RestartAsync();
        Assert.Null(world.Runtime.Publication);
        Assert.Empty(await world.TagsAsync("user_id:u"));

        await PublishAsync(world, [s_plain, s_seen], null);
        Assert.Equal(["seen/often"], await world.TagsAsync("user_id:u"));
    }

    [Fact]
    public async Task Let_nothing_else_be_published_until_they_are_live_and_say_so()
    {
        await using var world = await RunningWorld.OpenAsync(s_plain);
        AppliedDefinitions? other = null;
        await SeeAsync(world, "user_id:u", 2);

        await PublishAsync(world, [s_plain, s_seen], () => other = world.Runtime.ApplyAsync(Files([s_plain])).Result);

        Assert.Equal((false, "preparing"), (other!.Applied, other.Instead?.State));
        await PublishAsync(world, [s_plain], null);
    }

    [Fact]
    public async Task Are_begun_anew_after_a_crash_and_count_everything_exactly_once()
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(everyFacts: 2, s_plain);
        await SeeAsync(world, "user_id:u", 2);
        await SeeAsync(world, "user_id:v", 3);
        RunningWorld? crashed = null;

        await PublishAsync(world, [s_plain, s_seen], () =>
        {
            AcceptAsync(world, "user_id:u").Wait();
            crashed = world.CrashedAsync().Result;
        });

        await using (crashed)
        {
            await LiveAsync(crashed!);
            Assert.True(crashed!.Runtime.Publication!.BegunAnew);
            Assert.Equal(["seen/often"], await crashed.TagsAsync("user_id:u"));
            Assert.Equal(["seen/often"], await crashed.TagsAsync("user_id:v"));
            await SameWhenFoldedAgainAsync(crashed);
            // It is not begun a second time.
            await crashed.RestartAsync();
            Assert.Null(crashed.Runtime.Publication);
        }
    }

    [Theory]
    [InlineData(71), InlineData(72), InlineData(73), InlineData(74), InlineData(75), InlineData(76)]
    public async Task Lead_to_the_states_of_a_log_that_is_folded_again(int seed)
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(seed % 2 == 0 ? 25 : 500_000, Shop.All);
        var random = new Random(seed);
        var read = 0;
        for (var round = 0; round < 4; round++)
        {
            await LogThatIsFoldedAgain.LiveAsync(world, random, events: 60);
            await PublishAsync(
                world, [Shop.Lifecycle, Shop.Intent, Shop.CartNudge, Shop.Nudge, .. Drawn(random)],
                () =>
                {
                    read++;
                    LogThatIsFoldedAgain.LiveAsync(world, random, events: 15).Wait();
                },
                (RunsChoice)random.Next(3));
        }
        await LogThatIsFoldedAgain.LiveAsync(world, random, events: 30);
        await world.Runtime.PutDocumentsAsync([]);

        Assert.True(read > 1, $"The history was read {read} times.");
        await SameWhenFoldedAgainAsync(world);
        await LogThatIsFoldedAgain.AssertCountsAsync(world);
    }

    /// <summary>Rules of every kind, and an SOP whose goal counts.</summary>
    private static IEnumerable<(string, string)> Drawn(Random random)
    {
        var name = new[] { "product.viewed", "cart.added", "order.paid", "message.received" };
        string Event() => $"event: {name[random.Next(name.Length)]}";
        string[] conditions =
        [
            $"{{ {Event()}, count: {{ at_least: {random.Next(2, 9)} }} }}",
            $"{{ {Event()}, within: {random.Next(1, 40)}d, count: {{ at_least: {random.Next(1, 5)} }} }}",
            $"{{ {Event()}, last: {{ at_least: {random.Next(1, 9)}d }} }}",
            $"{{ sequence: [ {{ {Event()} }}, {{ {Event()} }} ], within: {random.Next(1, 9)}d, horizon: 30d }}",
            $"{{ unanswered: {{ {Event()} }}, by: {{ {Event()} }}, for: {random.Next(1, 9)}h }}",
        ];
        yield return ("drawn.yaml", $"{{ group: drawn, kind: multi, tags: [ {string.Join(", ", conditions.Select((when, i) => $"{{ tag: t{i}, when: {when} }}"))} ] }}");
        yield return ("goal.yaml", $"{{ sop: goal, trigger: {{ {Event()} }}, reentry: always, goal: {{ {Event()}, count: {{ at_least: {random.Next(2, 5)} }} }}, steps: [ {{ id: a, at: +{random.Next(1, 9)}d, task: ring }} ] }}");
    }

    private static (string, string) Counting(string count) => ("seen.yaml", $"{{ group: seen, kind: multi, tags: [ {{ tag: often, when: {{ event: seen, count: {{ {count} }} }} }} ] }}");

    private static async Task SeeAsync(RunningWorld world, string who, int times)
    {
        for (; times > 0; times--)
        {
            await world.HappensAsync("seen", who);
            await world.PassAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static Task AcceptAsync(RunningWorld world, params string[] who) => world.Runtime.AcceptAsync(new("test", [.. who.Select(one => world.Event("seen", one))]));

    private static async Task<int> RunsAsync(RunningWorld world, string user) => (await world.CustomerAsync($"user_id:{user}")).Runs.Count;

    private static async Task SameWhenFoldedAgainAsync(RunningWorld world)
    {
        await world.SettleAsync();
        await world.Runtime.PutDocumentsAsync([]);
        var before = await world.PictureAsync();
        await using (var crashed = await world.CrashedAsync()) Assert.Equal(before, await crashed.PictureAsync());
        await using (var refolded = await world.CrashedAsync(LogThatIsFoldedAgain.DropStates)) Assert.Equal(before, await refolded.PictureAsync());
    }

    private static async Task LiveAsync(RunningWorld world)
    {
        while (world.Runtime.Publication is { State: "preparing" or "going_live" } or null) await Task.Yield();
        Assert.Equal("live", world.Runtime.Publication.State);
    }

    /// <param name="meanwhile">Done once it is being prepared, before the first row is read.</param>
    private static async Task PublishAsync(RunningWorld world, (string Path, string Yaml)[] files, Action? meanwhile, RunsChoice? runs = null)
    {
        var applied = await ApplyAsync(world, files, meanwhile, runs);
        Assert.True(applied.Applied, $"{string.Join('\n', applied.Refusals)} {applied.Instead}");
    }

    private static Task<AppliedDefinitions> ApplyAsync(RunningWorld world, (string Path, string Yaml)[] files, Action? meanwhile, RunsChoice? runs = null)
    {
        var choices = new Dictionary<string, RunsChoice>();
        if (runs is { } choice) choices[PublishRequest.All] = choice;
        return world.Runtime.ApplyAsync(Files(files), new PublishRequest(choices, "test", null) { Prepares = _ => meanwhile?.Invoke() });
    }

    private static Dictionary<string, byte[]> Files(IEnumerable<(string Path, string Yaml)> files) => files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Yaml));
}
