using Microsoft.Data.Sqlite;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>Laws 1 and 2: dropping all states and refolding the log gives the same tags, runs, wake-ups, counts and deliveries.</summary>
public sealed class LogThatIsFoldedAgain
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public async Task Gives_the_same_states(int seed)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await LiveAsync(world, new Random(seed));
        var before = await world.PictureAsync();
        await AssertCountsAsync(world);

        await world.RestartAsync(() => DropStates(world.Folder));

        Assert.Equal(before, await world.PictureAsync());
    }

    [Theory]
    [InlineData(11), InlineData(12), InlineData(13), InlineData(14)]
    public async Task Gives_the_same_states_when_definitions_changed_on_the_way(int seed)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.Lifecycle, Shop.Nudge);
        var random = new Random(seed);
        await LiveAsync(world, random);
        await world.ApplyAsync(Shop.All);
        await LiveAsync(world, random);
        await world.ApplyAsync([Shop.Intent, Shop.CartNudge, Shop.Nudge]);
        await LiveAsync(world, random);
        var before = await world.PictureAsync();
        await AssertCountsAsync(world);

        await world.RestartAsync(() => DropStates(world.Folder));

        Assert.Equal(before, await world.PictureAsync());
    }

    [Theory]
    [InlineData(21, 7), InlineData(22, 20), InlineData(23, 50), InlineData(24, 90)]
    public async Task Gives_the_same_states_after_a_crash_between_checkpoints(int seed, int checkpointEveryFacts)
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(checkpointEveryFacts, Shop.All);
        var random = new Random(seed);
        for (var crash = 0; crash < 3; crash++)
        {
            await LiveAsync(world, random);
            await world.Runtime.PutDocumentsAsync([]);

            await using var crashed = await world.CrashedAsync();

            Assert.Equal(await world.PictureAsync(), await crashed.PictureAsync());
            await AssertCountsAsync(crashed);
        }
    }

    [Theory]
    [InlineData(31, 7), InlineData(32, 40), InlineData(33, 500_000)]
    public async Task Gives_the_same_states_whichever_commit_was_the_last_before_a_crash(int seed, int checkpointEveryFacts)
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(checkpointEveryFacts, Shop.All);
        var random = new Random(seed);
        await LiveAsync(world, random);
        await world.ApplyAsync([Shop.Intent, Shop.CartNudge, Shop.Nudge]);
        await LiveAsync(world, random);
        await world.Runtime.PutDocumentsAsync([]);

        for (var crash = 0; crash < 25; crash++)
        {
            // The first twentieth makes the tables.
            var part = 0.05 + 0.95 * random.NextDouble();
            await using var crashed = await world.CrashedAsync(folder => CutOff(folder, part));
            // The same commits, and nothing to begin from but the log.
            await using var refolded = await world.CrashedAsync(folder =>
            {
                CutOff(folder, part);
                DropStates(folder);
            });
            // What came due since the last commit is written.
            await crashed.PassAsync(TimeSpan.Zero);
            await refolded.PassAsync(TimeSpan.Zero);

            Assert.Equal(await refolded.PictureAsync(), await crashed.PictureAsync());
            Assert.Equal(crashed.Runtime.Status.Accepted, crashed.Runtime.Status.Folded);
            await AssertCountsAsync(crashed);
        }
    }

    [Theory]
    [InlineData(31), InlineData(32), InlineData(33), InlineData(34)]
    public async Task Gives_the_same_states_when_sops_were_paused_and_resumed_on_the_way(int seed)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await LiveWithPausesAsync(world, new Random(seed));
        var before = await world.PictureAsync();
        await AssertCountsAsync(world);

        await world.RestartAsync(() => DropStates(world.Folder));

        Assert.Equal(before, await world.PictureAsync());
    }

    [Theory]
    [InlineData(41, 7), InlineData(42, 20), InlineData(43, 50), InlineData(44, 90)]
    public async Task Gives_the_same_states_after_a_crash_while_sops_are_paused(int seed, int checkpointEveryFacts)
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(checkpointEveryFacts, Shop.All);
        var random = new Random(seed);
        for (var crash = 0; crash < 3; crash++)
        {
            await LiveWithPausesAsync(world, random);
            await world.Runtime.PutDocumentsAsync([]);

            await using var crashed = await world.CrashedAsync();

            Assert.Equal(await world.PictureAsync(), await crashed.PictureAsync());
            await AssertCountsAsync(crashed);
        }
    }

    [Theory]
    [InlineData(51), InlineData(52), InlineData(53), InlineData(54)]
    public async Task Gives_the_same_states_when_values_were_learned_and_messages_stopped_on_the_way(int seed)
    {
        await using var world = await RunningWorld.OpenAsync([.. Shop.All, .. Shop.Learning]);
        await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            await LiveAsync(world, random, events: 60);
            // What is stopped takes part in no contest any more: only the last round has anything stopped.
            await ReactAsync(world, random, deleting: round == 3);
            await world.PassAsync(TimeSpan.FromDays(2));
            await world.Runtime.LearnAsync(CancellationToken.None);
            await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
        }
        await LiveAsync(world, random, events: 60);
        var (before, told) = (await world.PictureAsync(), await ToldAsync(world));
        Assert.NotEmpty(world.Runtime.GuardrailStops());

        await world.RestartAsync(() => DropStates(world.Folder));

        Assert.Equal(before, await world.PictureAsync());
        Assert.Equal(told, await ToldAsync(world));
    }

    /// <summary>Some of what was planned reaches people, and some of those delete.</summary>
    private static async Task ReactAsync(RunningWorld world, Random random, bool deleting)
    {
        foreach (var customer in (await world.Runtime.CustomersAsync(null, null, null, null, 500)).Items)
        {
            var identity = $"{customer.Identities[0].Kind}:{customer.Identities[0].Value}";
            await world.DeliverAsync(identity);
            if (deleting && random.Next(4) > 0) await world.DeleteAsync(identity);
            else await world.BefriendAsync(identity);
        }
    }

    /// <summary>What deliveries keep of their decisions; the histories folded again must say the same.</summary>
    private static async Task<List<string>> ToldAsync(RunningWorld world)
    {
        var kept = (await world.Runtime.DeliveriesAsync(null, null, null, "message", null, 500)).Items
            .ToDictionary(delivery => (delivery.Run, delivery.Step), delivery => Decision(delivery.Arm, delivery.Propensity, delivery.Contest));
        var told = new List<string>();
        foreach (var customer in (await world.Runtime.CustomersAsync(null, null, null, null, 500)).Items)
            foreach (var step in (await world.Runtime.TimelineAsync(customer.Id, "step", null, 500))!.Items)
            {
                if (step.Act != "send" || step.Outcome == "deferred") continue;
                var line = Decision(step.Arm, step.Propensity, step.Contest);
                Assert.Equal(kept[(step.Run!, step.Step!)], line);
                told.Add(line);
            }
        Assert.Contains(told, line => line.Contains("value", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("a 0.", StringComparison.Ordinal) && !line.StartsWith("a 0.5 ", StringComparison.Ordinal));
        return told;
    }

    private static string Decision(string? arm, double? propensity, Shiyu.Runtime.Queries.ContestView? contest) =>
        FormattableString.Invariant($"{arm} {propensity} {System.Text.Json.JsonSerializer.Serialize(contest)}");

    /// <summary>Ends paused, with definitions applied during one of the pauses.</summary>
    internal static async Task LiveWithPausesAsync(RunningWorld world, Random random)
    {
        await LiveAsync(world, random, events: 40);
        await world.Runtime.PauseAsync("cart-nudge");
        await LiveAsync(world, random, events: 40);
        await world.Runtime.ResumeAsync("cart-nudge", drop: random.Next(2) == 0);
        await LiveAsync(world, random, events: 20);
        await world.Runtime.PauseAsync("cart-nudge");
        await world.ApplyAsync(random.Next(2) == 0 ? Shop.All : [Shop.Intent, Shop.CartNudge, Shop.Nudge]);
        await LiveAsync(world, random, events: 40);
        await world.Runtime.ResumeAsync("cart-nudge", drop: random.Next(2) == 0);
        await world.Runtime.PauseAsync("cart-nudge");
        await LiveAsync(world, random, events: 10);
    }

    /// <summary>The counts that are kept beside the states say what the states say.</summary>
    internal static async Task AssertCountsAsync(RunningWorld world)
    {
        var customers = (await world.Runtime.CustomersAsync(null, null, null, null, 500)).Items;
        var held = customers.SelectMany(customer => customer.Tags).CountBy(tag => tag.Tag).ToDictionary();
        foreach (var tag in (await world.Runtime.TagsAsync()).SelectMany(group => group.Tags))
            Assert.Equal((tag.Tag, held.GetValueOrDefault(tag.Tag)), (tag.Tag, (int)tag.Customers));
        var overview = await world.Runtime.OverviewAsync();
        Assert.Equal((customers.Count, customers.Sum(customer => customer.Runs)), (overview.Customers, overview.ActiveRuns));
    }

    internal static async Task LiveAsync(RunningWorld world, Random random, int events = 150)
    {
        string[] names = ["product.viewed", "cart.added", "order.paid", "message.received"];
        for (var i = 0; i < events; i++)
        {
            var person = random.Next(12);
            var identities = random.Next(6) switch
            {
                0 => $"anonymous_id:a{random.Next(12)}",
                1 => $"user_id:u{person} anonymous_id:a{person}",
                2 => $"user_id:u{person} anonymous_id:a{random.Next(12)}",
                _ => $"user_id:u{person}",
            };
            var late = random.Next(4) == 0 ? TimeSpan.FromMinutes(random.Next(600)) : TimeSpan.Zero;
            await world.Runtime.AcceptAsync(new Shiyu.Runtime.Intake.IntakeBatch(
                "test", [world.Event(names[random.Next(names.Length)], identities, at: world.Wall.GetUtcNow() - late)]));
            if (random.Next(3) == 0) await world.PassAsync(TimeSpan.FromMinutes(random.Next(1, 600)));
        }
        await world.SettleAsync();
    }

    /// <summary>Only a part of the write-ahead log reached the disk: its commits are there up to one of them.</summary>
    private static void CutOff(string folder, double part)
    {
        using var log = File.OpenWrite(Directory.EnumerateFiles(folder, "*.db-wal").Single());
        log.SetLength((long)(log.Length * part));
        File.Delete(Directory.EnumerateFiles(folder, "*.db-shm").Single());
    }

    internal static void DropStates(string folder)
    {
        var file = Directory.EnumerateFiles(folder, "*.db").Single();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM states; UPDATE cursors SET checkpoint_position = 0;";
        command.ExecuteNonQuery();
    }
}
