using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Rehearsing;
using Shiyu.Runtime.Tests.Running;

namespace Shiyu.Runtime.Tests.Rehearsing;

/// <summary>A rehearsal from the log with the definitions that were live decides what was decided, line by line, while the server goes on.</summary>
public sealed class RehearsalOfALog
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public async Task Reproduces_the_decisions_with_late_events_and_merges(int seed)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await LogThatIsFoldedAgain.LiveAsync(world, new Random(seed));
        await AssertReproducedAsync(world);
    }

    [Theory]
    [InlineData(11), InlineData(12), InlineData(13), InlineData(14)]
    public async Task Reproduces_the_decisions_when_definitions_changed_on_the_way(int seed)
    {
        await using var world = await RunningWorld.OpenAsync();
        var random = new Random(seed);
        await LogThatIsFoldedAgain.LiveAsync(world, random, events: 20);
        await world.ApplyAsync(Shop.Lifecycle, Shop.Nudge);
        await LogThatIsFoldedAgain.LiveAsync(world, random);
        await world.ApplyAsync(Shop.All);
        await LogThatIsFoldedAgain.LiveAsync(world, random);
        await world.ApplyAsync(Shop.Intent, Shop.CartNudge, Shop.Nudge);
        await LogThatIsFoldedAgain.LiveAsync(world, random);
        await AssertReproducedAsync(world);
    }

    [Theory]
    [InlineData(21), InlineData(22), InlineData(23), InlineData(24)]
    public async Task Reproduces_the_decisions_when_sops_were_paused_and_resumed(int seed)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        var random = new Random(seed);
        for (var i = 0; i < 3; i++)
        {
            await LogThatIsFoldedAgain.LiveWithPausesAsync(world, random);
            await world.Runtime.ResumeAsync("cart-nudge", drop: random.Next(2) == 0);
        }
        await AssertReproducedAsync(world);
    }

    [Fact]
    public async Task Reproduces_the_decisions_on_an_event_that_waits_for_its_time()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("product.viewed", "user_id:u");
        await world.HappensAsync("cart.added", "user_id:u", at: world.Wall.GetUtcNow().AddMinutes(4));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        await world.HappensAsync("cart.added", "anonymous_id:a user_id:v");
        await world.PassAsync(TimeSpan.FromHours(4));
        await AssertReproducedAsync(world);
    }

    [Fact]
    public async Task Other_definitions_hold_from_the_first_fact_on_and_know_no_pause_of_the_past()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.Lifecycle, Shop.Nudge);
        await world.HappensAsync("cart.added", "user_id:u");
        await world.ApplyAsync(Shop.All);
        await world.Runtime.PauseAsync("cart-nudge");
        await world.PassAsync(TimeSpan.FromHours(3));
        await world.HappensAsync("product.viewed", "user_id:u");
        var folder = Directory.CreateTempSubdirectory("shiyu-test-");
        try
        {
            foreach (var (path, yaml) in Shop.All) File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(path)), yaml);

            var lines = Rehearse(new RehearsalOptions { Data = world.Folder, Definitions = folder.FullName });

            Assert.Single(lines, line => line.Contains("\"outcome\":\"sent\"", StringComparison.Ordinal));
            Assert.DoesNotContain(world.Decided, decided => decided.Effect is Shiyu.Engine.Effect.StepDecided);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_stretch_ends_where_it_was_asked_to()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u");
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("order.paid", "user_id:u");

        // Nobody knows yet of the order: two hours after the cart comes the nudge.
        var lines = Rehearse(new RehearsalOptions { Data = world.Folder, From = "2026-03-01T10:30", To = "2026-03-01T11:00" });
        Assert.Empty(lines);
        lines = Rehearse(new RehearsalOptions { Data = world.Folder, From = "2026-03-01T10:30", To = "2026-03-01T13:00" });
        Assert.Contains(lines, line => line.Contains("\"reason\":\"goal\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Those_behind_a_number_go_by_the_customer_they_live_in_and_the_story_is_that_one()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "anonymous_id:a");
        await world.HappensAsync("cart.added", "user_id:u");
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await world.HappensAsync("product.viewed", "anonymous_id:a user_id:u");
        var survivor = (await world.CustomerAsync("user_id:u")).Id;
        var output = new StringWriter { NewLine = "\n" };

        Assert.Equal(0, RehearsalCommand.Run(new RehearsalOptions { Data = world.Folder, Behind = "entries", Story = "c1" }, TextWriter.Null, output));

        var told = output.ToString();
        Assert.StartsWith($"Behind \"entries\": 1 customer(s)\n  2026-03-01T10:00:00.000+08:00  {survivor}  2 times\n", told);
        Assert.Contains("  merged       ", told);
        Assert.Equal(2, told.Split("  event        cart.added").Length - 1);
    }

    [Fact]
    public void A_folder_without_a_store_is_told_apart()
    {
        var folder = Directory.CreateTempSubdirectory("shiyu-test-");
        var error = new StringWriter();
        Assert.Equal(1, RehearsalCommand.Run(new RehearsalOptions { Data = folder.FullName }, error, TextWriter.Null));
        Assert.Equal($"There is no Shiyu database in {folder.FullName}.", error.ToString().Trim());
        folder.Delete();
    }

    private static async Task AssertReproducedAsync(RunningWorld world)
    {
        await world.PassAsync(TimeSpan.FromHours(1));
        var before = await world.PictureAsync();

        var rehearsed = Rehearse(new RehearsalOptions { Data = world.Folder });

        Assert.NotEmpty(rehearsed);
        Assert.Equal(Lines(world), rehearsed);
        Assert.Equal(before, await world.PictureAsync());
    }

    private static string[] Lines(RunningWorld world)
    {
        using var buffer = new MemoryStream();
        using var writer = new DecisionWriter(buffer, ZoneTables.Get("Asia/Shanghai")!);
        foreach (var (customer, effect) in world.Decided.OrderBy(decided => decided.Effect.At.UnixMs).ThenBy(decided => decided.Customer, StringComparer.Ordinal))
            writer.Write(customer, effect);
        writer.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Rehearse(RehearsalOptions options)
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = new StringWriter();
            Assert.True(RehearsalCommand.Run(options with { Out = file, DrawProgress = false }, error, TextWriter.Null) == 0, error.ToString());
            return File.ReadAllLines(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
