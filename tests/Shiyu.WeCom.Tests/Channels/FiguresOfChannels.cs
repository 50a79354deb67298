using System.Text;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Log;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Channels;

public sealed class FiguresOfChannels
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private static readonly long Noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();
    private static readonly Roster Shanghai = new(new ZoneTable("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]), WorkCalendar.MondayToFriday);

    [Fact]
    public async Task Count_an_add_once_and_a_return_as_a_new_one()
    {
        var figures = await SumAsync(Added(1, Noon), Added(1, Noon + 1), Deleted(1, Noon + Hour), Added(1, Noon + (2 * Hour)));

        Assert.Equal((2, 1), (figures.Adds, figures.Lost));
    }

    [Fact]
    public async Task Tell_who_was_accepted_and_how_long_that_took()
    {
        var figures = await SumAsync(Added(1, Noon, half: true), Added(2, Noon, half: true), Accepted(1, Noon + (2 * Hour)), Added(3, Noon));

        Assert.Equal((3, 2, 1), (figures.Adds, figures.Requests, figures.Accepted));
        Assert.Equal((2.0 / 3, 7_200.0), (figures.PassRate, figures.MeanWaitSeconds));
    }

    [Fact]
    public async Task Count_as_kept_only_those_who_have_had_so_long()
    {
        FollowedFact[] facts = [Added(1, Noon), Added(2, Noon), Deleted(1, Noon + Day - 1), Added(3, Noon), Deleted(3, Noon + Day), Deleted(2, Noon + (20 * Day))];

        var early = await SumAsync(Noon + Day, facts);
        var late = await SumAsync(Noon + (31 * Day), facts);

        Assert.Equal(new KeptView(0, 0), early.Kept1);
        Assert.Equal((new KeptView(3, 2), new KeptView(3, 1), new KeptView(3, 0)), (late.Kept1, late.Kept7, late.Kept30));
    }

    [Fact]
    public async Task Give_an_order_to_the_newest_add_before_it()
    {
        await using var town = await Town.OpenAsync();
        var page = new LedgerPage(town.Host);
        Fold(page, [
            Ordered(1, Noon - 1, 5), Added(1, Noon, channel: "a"), Ordered(1, Noon, 10), Added(1, Noon + Day, channel: "b", member: "lisi"), Ordered(1, Noon + Day, 20.5m),
            Ordered(1, Noon + (2 * Day), 1)]);

        var (a, b) = (page.Day("a", Shanghai.DayOf(Noon)), page.Day("b", Shanghai.DayOf(Noon + Day)));

        Assert.Equal((1, 1, 10m), (a.Buyers, a.Orders, a.Revenue));
        Assert.Equal((1, 2, 21.5m), (b.Buyers, b.Orders, b.Revenue));
    }

    [Fact]
    public async Task Claim_orders_of_somebody_who_turns_out_to_be_the_same()
    {
        var figures = await SumAsync(Added(1, Noon), Ordered(2, Noon + Hour, 30), Ordered(2, Noon - Hour, 7), new FollowedFact.Merge(9, 1, 2));

        Assert.Equal((1, 30m), (figures.Orders, figures.Revenue));
    }

    [Fact]
    public async Task Count_one_friendship_told_of_under_two_names_as_one()
    {
        var friends = 0;
        await using var town = await Town.OpenAsync();
        Fold(new LedgerPage(town.Host), [Added(1, Noon), Added(2, Noon), new FollowedFact.Merge(9, 1, 2), Deleted(1, Noon + 1)], (_, by) => friends += by);

        Assert.Equal(0, friends);
    }

    [Fact]
    public async Task Come_out_the_same_however_the_log_is_cut()
    {
        var random = new Random(7);
        var facts = Enumerable.Range(0, 400).Select(number => (FollowedFact)(random.Next(8) switch
        {
            0 or 1 => Added(random.Next(1, 20), Noon + (number * Hour), half: random.Next(2) == 0, member: $"m{random.Next(3)}"),
            2 => Accepted(random.Next(1, 20), Noon + (number * Hour), $"m{random.Next(3)}"),
            3 => Deleted(random.Next(1, 20), Noon + (number * Hour), $"m{random.Next(3)}"),
            4 => new FollowedFact.Merge(number, random.Next(1, 20), random.Next(20, 40)),
            _ => Ordered(random.Next(1, 40), Noon + (number * Hour), random.Next(100)),
        })).ToList();

        Assert.Equal(await KeptAsync(facts, 400), await KeptAsync(facts, 7));
    }

    /// <summary>Every document after folding in pieces of so many facts.</summary>
    private static async Task<string> KeptAsync(List<FollowedFact> facts, int piece)
    {
        await using var town = await Town.OpenAsync();
        foreach (var part in facts.Chunk(piece))
        {
            var page = new LedgerPage(town.Host);
            Fold(page, part);
            await town.Host.PutAsync([.. page.Records()]);
        }
        return string.Join('\n', town.Host.Documents(LedgerPage.Customers, limit: 1_000).Concat(town.Host.Documents(LedgerPage.Days, limit: 1_000))
            .Select(record => $"{record.Key} {Encoding.UTF8.GetString(record.Value!)}"));
    }

    private static Task<ChannelFiguresView> SumAsync(params FollowedFact[] facts) => SumAsync(Noon + (400 * Day), facts);

    /// <summary>What came of the adds of that day.</summary>
    private static async Task<ChannelFiguresView> SumAsync(long nowMs, FollowedFact[] facts)
    {
        await using var town = await Town.OpenAsync();
        var page = new LedgerPage(town.Host);
        Fold(page, facts);
        var day = Shanghai.DayOf(Noon);
        return ChannelFigures.Of(null, [(day, page.Day("store", day))], Shanghai, nowMs);
    }

    private static void Fold(LedgerPage page, IEnumerable<FollowedFact> facts, Action<string, int>? befriended = null)
    {
        var fold = new ChannelFold(page, Shanghai, befriended ?? ((_, _) => { }), (_, _, _) => { });
        foreach (var fact in facts) fold.Apply(fact);
    }

    private static FollowedFact Added(long customer, long at, bool half = false, string channel = "store", string member = "zhangsan") =>
        Event(customer, "contact.added", at, $$"""{"member":"{{member}}","state":"{{channel}}"{{(half ? ",\"half\":true" : "")}}}""");

    private static FollowedFact Accepted(long customer, long at, string member = "zhangsan") => Event(customer, "contact.accepted", at, $$"""{"member":"{{member}}"}""");

    private static FollowedFact Deleted(long customer, long at, string member = "zhangsan") => Event(customer, "contact.deleted_by_customer", at, $$"""{"member":"{{member}}"}""");

    private static FollowedFact Ordered(long customer, long at, decimal total) =>
        Event(customer, "order.paid", at, string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"total":{{total}}}"""));

    private static FollowedFact Event(long customer, string name, long at, string properties) => new FollowedFact.Event(1, customer, name, at, Encoding.UTF8.GetBytes(properties));
}
