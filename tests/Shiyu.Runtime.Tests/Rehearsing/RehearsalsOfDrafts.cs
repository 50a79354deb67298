using System.Text;
using Shiyu.Runtime.Rehearsing.Jobs;
using Shiyu.Runtime.Rehearsing.Reporting;
using Shiyu.Runtime.Tests.Running;

namespace Shiyu.Runtime.Tests.Rehearsing;

/// <summary>Drafts rehearsed on a running server's own log.</summary>
public sealed class RehearsalsOfDrafts
{
    private const string Sooner = """
        sop: cart-nudge
        trigger: { tag: intent/cart }
        goal: { event: order.paid }
        steps:
          - { id: nudge, at: +10m, send: direct, material: nudge }
          - { id: more, at: day 1 10:00, send: direct, material: nudge }
        """;

    [Fact]
    public async Task A_draft_takes_the_place_of_the_sop_of_its_name()
    {
        await using var world = await LivedAsync();
        var before = await world.PictureAsync();

        var done = await RehearseAsync(world, Draft("另一版", ("anywhere.yaml", Sooner)));

        var report = done.Drafts[0].Report!;
        Assert.Equal(("另一版", "sop/cart-nudge"), (done.Drafts[0].Title, done.Drafts[0].Definitions.Single()));
        // Live, the nudge comes after two hours, when one of the two has paid.
        Assert.Equal((2, 2, 1), ((int)report.Entries, (int)report.Messages, (int)report.Exits));
        Assert.Equal(1, report.SavedMessages);
        Assert.Equal(before, await world.PictureAsync());
    }

    [Fact]
    public async Task Two_drafts_are_rehearsed_on_the_same_past()
    {
        await using var world = await LivedAsync();

        var done = await RehearseAsync(world, Draft(null), Draft(null, ("x.yaml", Sooner)), new RehearsalDraft("without", new Dictionary<string, byte[]>(), ["sop/cart-nudge"]));
        Assert.Null(done);
        done = await RehearseAsync(world, Draft("live"), new RehearsalDraft("without", new Dictionary<string, byte[]>(), ["sop/cart-nudge"]));

        Assert.Equal([1L, 0L], done.Drafts.Select(draft => draft.Report!.Messages));
        Assert.Equal([2L, 0L], done.Drafts.Select(draft => draft.Report!.Entries));
    }

    [Fact]
    public async Task Every_number_leads_to_its_customers_and_each_of_them_to_a_story()
    {
        await using var world = await LivedAsync();
        var (first, second) = ((await world.CustomerAsync("user_id:u1")).Id, (await world.CustomerAsync("user_id:u2")).Id);
        var done = await RehearseAsync(world, Draft(null, ("x.yaml", Sooner)));

        Assert.Equal([first, second], await BehindAsync(world, done, new FigureQuery("messages", Sop: "cart-nudge", Day: "2026-03-01")));
        Assert.Equal([first], await BehindAsync(world, done, new FigureQuery("exits", Reason: "goal")));
        Assert.Equal([first], await BehindAsync(world, done, new FigureQuery("saved")));
        Assert.Equal([first, second], await BehindAsync(world, done, new FigureQuery("without_sender")));
        Assert.Empty(await BehindAsync(world, done, new FigureQuery("messages", Day: "2026-03-02")));

        var page = (await world.Runtime.Rehearsals.CustomersAsync(done.Id, 0, new FigureQuery("entries"), null, 1))!;
        Assert.Equal(first, Assert.Single(page.Items).Customer);
        var next = (await world.Runtime.Rehearsals.CustomersAsync(done.Id, 0, new FigureQuery("entries"), page.Next, 1))!;
        Assert.Equal((second, null), (Assert.Single(next.Items).Customer, next.Next));

        var story = (await world.Runtime.Rehearsals.StoryAsync(done.Id, 0, first, null, 100))!.Items;
        Assert.Contains(story, entry => entry is { Kind: "step", Step: "nudge", Outcome: "sent", At: "2026-03-01T10:10:00.000+08:00" });
        Assert.Contains(story, entry => entry is { Kind: "event", Name: "order.paid" });
        Assert.Contains(story, entry => entry is { Kind: "run_ended", Reason: "goal" });
    }

    [Fact]
    public async Task The_virtual_clock_may_run_ahead()
    {
        await using var world = await LivedAsync();

        var done = await RehearseAsync(world, new RehearsalRequest("2026-03-01", "2026-03-03", [Draft(null, ("x.yaml", Sooner))], TimeSpan.FromMinutes(1)));

        Assert.Equal([("2026-03-01", 2L), ("2026-03-02", 1L)], done.Drafts[0].Report!.Days.Select(day => (day.Day, day.Messages)));
    }

    [Fact]
    public async Task What_cannot_be_rehearsed_is_refused_with_its_place()
    {
        await using var world = await LivedAsync();

        var refused = Assert.IsType<RehearsalStart.Refused>(Start(world, Draft(null, ("x.yaml", "sop: cart-nudge\ntrigger: { tag: nowhere/nothing }\nsteps: []\n"))));
        Assert.Equal("x.yaml", refused.Refusals[0].File);
        Assert.Equal("from", Assert.IsType<RehearsalStart.Invalid>(Start(world, new RehearsalRequest("tomorrow", null, [Draft(null)], TimeSpan.FromMinutes(1)))).Field);
        Assert.Equal("to", Assert.IsType<RehearsalStart.Invalid>(Start(world, new RehearsalRequest("2026-03-02", "2026-03-01", [Draft(null)], TimeSpan.FromMinutes(1)))).Field);
        Assert.Equal("to", Assert.IsType<RehearsalStart.Invalid>(Start(world, new RehearsalRequest(null, "2028-03-01", [Draft(null)], TimeSpan.FromMinutes(1)))).Field);
        Assert.Empty(world.Runtime.Rehearsals.List());
        Assert.Null(world.Runtime.Rehearsals.Show("r1"));
        Assert.Null(world.Runtime.Rehearsals.Cancel("r1"));
        Assert.Null(await world.Runtime.Rehearsals.StoryAsync("r1", 0, "c1", null, 10));
    }

    [Fact]
    public async Task Only_the_last_few_are_kept()
    {
        await using var world = await LivedAsync();
        for (var i = 0; i < 7; i++) await RehearseAsync(world, Draft($"{i}"));

        Assert.Equal(["6", "5", "4", "3", "2"], world.Runtime.Rehearsals.List().Select(kept => kept.Drafts[0].Title));
    }

    /// <summary>Two put something into their carts at 10:00; one of them pays half an hour later, and the other gets the live nudge at noon.</summary>
    private static async Task<RunningWorld> LivedAsync()
    {
        var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1");
        await world.HappensAsync("cart.added", "user_id:u2");
        await world.PassAsync(TimeSpan.FromMinutes(30));
        await world.HappensAsync("order.paid", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(3));
        return world;
    }

    private static RehearsalDraft Draft(string? title, params (string Path, string Yaml)[] files) =>
        new(title, files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Yaml)), []);

    private static RehearsalStart Start(RunningWorld world, params RehearsalDraft[] drafts) =>
        Start(world, new RehearsalRequest(null, null, drafts, TimeSpan.FromMinutes(1)));

    private static RehearsalStart Start(RunningWorld world, RehearsalRequest request) => world.Runtime.Rehearsals.Start(request);

    internal static async Task<RehearsalView> RehearseAsync(RunningWorld world, params RehearsalDraft[] drafts) =>
        (await FinishAsync(world, Start(world, drafts)))!;

    private static async Task<RehearsalView> RehearseAsync(RunningWorld world, RehearsalRequest request) => (await FinishAsync(world, Start(world, request)))!;

    private static async Task<RehearsalView?> FinishAsync(RunningWorld world, RehearsalStart start)
    {
        if (start is not RehearsalStart.Started started) return null;
        while (true)
        {
            var view = world.Runtime.Rehearsals.Show(started.View.Id)!;
            if (view.State != "running")
            {
                Assert.Equal(("done", (string?)null, 1.0), (view.State, view.Error, view.Progress));
                return view;
            }
            await Task.Yield();
        }
    }

    private static async Task<string[]> BehindAsync(RunningWorld world, RehearsalView done, FigureQuery query) =>
        [.. (await world.Runtime.Rehearsals.CustomersAsync(done.Id, 0, query, null, 100))!.Items.Select(one => one.Customer)];
}
