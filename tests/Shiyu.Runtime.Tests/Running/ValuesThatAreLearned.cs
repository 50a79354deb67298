using Shiyu.Runtime.Learning;

namespace Shiyu.Runtime.Tests.Running;

public sealed class ValuesThatAreLearned
{
    private static readonly (string, string)[] s_shop =
    [
        ("workspace.yaml", "workspace: main\ncaps: { day: 1 }\nvalue: { lifetime: 100, enough: 2, within: 7d, segments: stage, prior: { convert: 10%, delete: 1%, weight: 10 } }"),
        ("stage.yaml", "group: stage\ntitle: 阶段\nkind: exclusive\ntags: [ { tag: friend, title: 好友, when: { event: contact.added } } ]"),
        ("a.yaml", "sop: a\ntrigger: { event: asked }\nmargin: 50\ngoal: { event: order.paid }\nwindow: 3d\nsteps: [ { id: m, expires: 9d, send: direct, material: offer } ]"),
        ("b.yaml", "sop: b\ntrigger: { event: asked, where: { also: true } }\npriority: 90\nmargin: 5\nreentry: always\nsteps: [ { id: m, expires: 9d, send: direct, material: news } ]"),
        ("offer.yaml", "material: offer\ntext: 优惠"),
        ("news.yaml", "material: news\ntext: 新品"),
    ];

    [Fact]
    public async Task Count_those_delivered_and_what_came_of_them_once_their_time_is_over()
    {
        await using var world = await RunningWorld.OpenAsync(s_shop);
        await FourAsync(world);
        await world.PassAsync(TimeSpan.FromDays(6.9));
        Assert.Empty((await world.Runtime.LearnAsync(CancellationToken.None)).Messages);

        await world.PassAsync(TimeSpan.FromDays(0.2));
        var learned = Assert.Single((await world.Runtime.LearnAsync(CancellationToken.None)).Messages);

        // Of four one was not reached; one bought, whose run had long been completed; one deleted.
        Assert.Equal(("a", "offer", "friend", "好友", 3, 1, 1), (
            learned.Sop, learned.Material, learned.Segment, learned.SegmentTitle, learned.Delivered, learned.Converted, learned.Deleted));
        // The workspace: (1 + 1) / (10 + 3) = 2/13, worth 10; then 1 of 3.
        Assert.Equal(((20.0 / 13) + 1) / 13, learned.Convert.Mean, 12);
        Assert.InRange(learned.Convert.Mean, learned.Convert.Low, learned.Convert.High);
        Assert.False(learned.Thin);
        Assert.Equal((learned.Convert.Mean * 50) - (learned.Delete.Mean * 100), learned.Value!.Value, 12);
    }

    [Fact]
    public async Task Decide_from_then_on_and_say_so_on_the_delivery()
    {
        await using var world = await DecidedByValueAsync();
        var learned = world.Runtime.Learned();
        // Newest first: those of before went by priority.
        Assert.All((await ContestsAsync(world, "b")).TakeLast(3), contest => Assert.Equal("priority", contest!.WonBy));

        var (value, other) = (learned.Messages.Single(each => each.Sop == "a").Value, learned.Messages.Single(each => each.Sop == "b").Value);
        var contest = (await ContestsAsync(world, null)).First()!;
        var first = value > other ? "a" : "b";
        Assert.Equal(("value", "friend", learned.At), (contest.WonBy, contest.Segment, contest.LearnedAt));
        Assert.Equal((first, Math.Max(value!.Value, other!.Value)), (contest.Contenders[0].Sop, contest.Contenders[0].Value!.Amount));
    }

    [Fact]
    public async Task Are_still_there_after_a_restart_and_not_written_twice()
    {
        await using var world = await RunningWorld.OpenAsync(s_shop);
        await FourAsync(world);
        await world.PassAsync(TimeSpan.FromDays(8));
        var learned = await world.Runtime.LearnAsync(CancellationToken.None);

        await world.RestartAsync();
        Assert.Equal(learned.Messages, world.Runtime.Learned().Messages);
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(learned.At, (await world.Runtime.LearnAsync(CancellationToken.None)).At);
        Assert.Equal(learned.At, (await world.Runtime.SopAsync("a"))!.LearnedAt);
        Assert.Equal(learned.Messages, (await world.Runtime.SopAsync("a"))!.Steps[0].Learned);
    }

    [Fact]
    public async Task Are_learned_at_four_in_the_morning()
    {
        await using var world = await RunningWorld.OpenAsync(s_shop);
        DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-03-{time}+08:00", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(At("02T04:00"), world.Runtime.NextLearning(At("01T10:00")));
        Assert.Equal(At("02T04:00"), world.Runtime.NextLearning(At("02T03:59")));
        Assert.Equal(At("03T04:00"), world.Runtime.NextLearning(At("02T04:00")));
    }

    /// <summary>w5 to w7 get b first, by priority, and a a day later; w9 is asked once values are known.</summary>
    internal static async Task<RunningWorld> DecidedByValueAsync()
    {
        var world = await RunningWorld.OpenAsync(s_shop);
        await FourAsync(world);
        for (var i = 5; i < 8; i++) await ReachAsync(world, $"external_userid:w{i}", """{"also":true}""");
        await world.PassAsync(TimeSpan.FromDays(1));
        for (var i = 5; i < 8; i++) await world.DeliverAsync($"external_userid:w{i}");
        await world.PassAsync(TimeSpan.FromDays(8));
        await world.Runtime.LearnAsync(CancellationToken.None);
        await world.BefriendAsync("external_userid:w9");
        await world.HappensAsync("asked", "external_userid:w9", """{"also":true}""");
        return world;
    }

    /// <summary>w1 is not reached; w2 buys; w3 deletes; w4 does nothing.</summary>
    private static async Task FourAsync(RunningWorld world)
    {
        await world.BefriendAsync("external_userid:w1");
        await world.HappensAsync("asked", "external_userid:w1");
        for (var i = 2; i < 5; i++) await ReachAsync(world, $"external_userid:w{i}");
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.HappensAsync("order.paid", "external_userid:w2");
        await world.DeleteAsync("external_userid:w3");
    }

    private static async Task ReachAsync(RunningWorld world, string identity, string properties = "{}")
    {
        await world.BefriendAsync(identity);
        await world.HappensAsync("asked", identity, properties);
        await world.DeliverAsync(identity);
    }

    private static async Task<List<Shiyu.Runtime.Queries.ContestView?>> ContestsAsync(RunningWorld world, string? sop) =>
        [.. (await world.Runtime.DeliveriesAsync(null, null, sop, null, null, 50)).Items.Select(delivery => delivery.Contest)];
}
