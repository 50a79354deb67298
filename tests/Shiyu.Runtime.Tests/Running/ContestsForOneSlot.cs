using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Tests.Running;

public sealed class ContestsForOneSlot
{
    private static readonly (string, string)[] s_two =
    [
        ("workspace.yaml", "workspace: main\ncaps: { day: 1 }"),
        ("a.yaml", "sop: a\ntitle: 上新\ntrigger: { event: x }\nsteps: [ { id: m, title: 新品, expires: 3d, send: direct, material: news } ]"),
        ("b.yaml", "sop: b\ntrigger: { event: x }\npriority: 60\nsteps: [ { id: m, expires: 3d, send: direct, material: offer } ]"),
        ("news.yaml", "material: news\ntext: 新茶到了"),
        ("offer.yaml", "material: offer\ntext: 优惠"),
    ];

    [Fact]
    public async Task Are_kept_on_the_delivery_and_told_on_the_timeline()
    {
        await using var world = await RunningWorld.OpenAsync(s_two);
        await world.HappensAsync("x", "user_id:u1");

        var sent = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, null, null, 10)).Items);

        Assert.Equal("b", sent.Sop);
        AssertTold(sent.Contest);
        var steps = (await world.TimelineAsync("user_id:u1")).Where(entry => entry.Kind == "step").ToList();
        Assert.Equal(["deferred", "sent"], steps.Select(step => step.Outcome));
        Assert.All(steps, step => AssertTold(step.Contest));
    }

    [Fact]
    public async Task Are_none_where_a_message_was_alone()
    {
        await using var world = await RunningWorld.OpenAsync(s_two);
        await world.HappensAsync("x", "user_id:u1");
        await world.PassAsync(TimeSpan.FromDays(1));

        var later = (await world.Runtime.DeliveriesAsync(null, null, "a", null, null, 10)).Items.Single();

        Assert.Equal("planned", later.State);
        Assert.Null(later.Contest);
    }

    private static void AssertTold(ContestView? contest)
    {
        Assert.Equal("priority", contest!.WonBy);
        Assert.Equal(
            [
                new ContenderView("b", null, "m", null, "offer", "journey", 60, null, "sent", null, null),
                new ContenderView("a", "上新", "m", "新品", "news", "journey", 50, null, "deferred", "lost_to:b/m", "2026-03-02T00:00:00.000+08:00"),
            ],
            contest.Contenders);
    }
}
