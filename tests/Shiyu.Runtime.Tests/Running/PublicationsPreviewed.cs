using System.Text;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Publishing;

namespace Shiyu.Runtime.Tests.Running;

public sealed class PublicationsPreviewed
{
    /// <summary>The preview's word is kept: what it says of runs, tags and messages is what publishing then does, if nothing happens.</summary>
    [Theory]
    [InlineData(1, RunsChoice.Pin), InlineData(2, RunsChoice.Migrate), InlineData(3, RunsChoice.Drain), InlineData(4, RunsChoice.Migrate), InlineData(5, RunsChoice.Pin), InlineData(6, RunsChoice.Migrate)]
    public async Task Say_what_publishing_then_does(int seed, RunsChoice choice)
    {
        var random = new Random(seed);
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await LogThatIsFoldedAgain.LiveAsync(world, random, events: 80);
        (string Path, string Yaml)[] next = [Shop.Lifecycle, seed % 2 == 0 ? Shop.Intent : Broader, Edited(random), Shop.Nudge];
        var picture = await world.PictureAsync();
        var (tags, ended) = (await TagsAsync(world), await EndedAsync(world));

        var preview = await world.Runtime.PreviewAsync(Files(next), Request(choice), TestContext.Current.CancellationToken);
        Assert.Equal(picture, await world.PictureAsync());
        var impact = preview.Impact!;
        await world.Runtime.ApplyAsync(Files(next), Request(choice));

        var sop = impact.Sops.Single(each => each.Sop == "cart-nudge");
        Assert.Equal(sop.Going, sop.Stay + sop.Move + sop.Cut.Values.Sum());
        var versions = (await world.Runtime.VersionsAsync("cart-nudge"))!;
        Assert.Equal((sop.Move, sop.Stay), (versions[0].Runs, versions[1].Runs));
        foreach (var (reason, n) in await EndedAsync(world)) Assert.Equal(ended.GetValueOrDefault(reason) + sop.Cut.GetValueOrDefault(reason), n);
        foreach (var (tag, n) in await TagsAsync(world))
        {
            var moved = impact.Tags.FirstOrDefault(each => each.Tag == tag);
            Assert.Equal(tags[tag] + (moved?.Enter ?? 0) - (moved?.Leave ?? 0), n);
        }
    }

    [Fact]
    public async Task Warn_of_what_a_version_names_on_which_runs_finish_and_that_goes()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1");

        var preview = await world.Runtime.PreviewAsync(Files([Shop.Lifecycle]), Request(RunsChoice.Pin), TestContext.Current.CancellationToken);

        Assert.Equal(["trigger.tag", "steps[0].material"], preview.Warnings.Where(warning => warning.Code == "sop.older_version_misses").Select(warning => warning.Path));
        // The run hangs on the tag that goes.
        Assert.Equal(1, Assert.Single(preview.Impact!.Sops).Cut["left_trigger"]);
    }

    [Fact]
    public async Task Say_precisely_why_nothing_could_be_published()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);

        var preview = await world.Runtime.PreviewAsync(Files([Shop.Lifecycle, ("s.yaml", "sop: s\n")]), Request(RunsChoice.Pin), TestContext.Current.CancellationToken);

        Assert.Null(preview.Impact);
        Assert.All(preview.Refusals, refusal => Assert.Equal("s.yaml", refusal.File));
    }

    private static readonly (string, string) Broader = (Shop.Intent.Item1, Shop.Intent.Item2.Replace("7d", "3d", StringComparison.Ordinal));

    private static (string, string) Edited(Random random) => (
        Shop.CartNudge.Item1,
        Shop.CartNudge.Item2.Replace("+2h", $"+{random.Next(3, 9)}h", StringComparison.Ordinal).Replace("goal: { event: order.paid }", "goal: { event: order.paid, count: { at_least: 2 } }\nwindow: 20h", StringComparison.Ordinal));

    private static PublishRequest Request(RunsChoice choice) => new(new Dictionary<string, RunsChoice> { [PublishRequest.All] = choice }, "console", null);

    private static Dictionary<string, byte[]> Files((string Path, string Yaml)[] files) => files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Yaml));

    private static async Task<Dictionary<string, long>> TagsAsync(RunningWorld world) =>
        (await world.Runtime.TagsAsync()).SelectMany(group => group.Tags).ToDictionary(tag => tag.Tag, tag => tag.Customers);

    private static async Task<IReadOnlyDictionary<string, long>> EndedAsync(RunningWorld world) => (await world.Runtime.SopAsync("cart-nudge"))!.Ended;
}
