using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class AppMessageTests
{
    /// <summary>The contract's own sample (doc 90236), with a card instead of text.</summary>
    private const string Card = """{"touser":"linxiaoyu|nobody","msgtype":"textcard","agentid":1000002,"textcard":{"title":"领奖通知","description":"请到前台","url":"https://example.com/1","btntxt":"更多"}}""";

    [Fact]
    public async Task Reach_the_members_there_are_and_name_the_others()
    {
        await using var standIn = await StartAsync();

        var answer = await standIn.MessageAsync("send", Card);

        Assert.Equal((0, "nobody"), (Code(answer), answer["invaliduser"]!.GetValue<string>()));
        Assert.Equal(["领奖通知"], await standIn.InboxAsync());
    }

    [Theory]
    [InlineData("\"agentid\":1000002", "\"agentid\":7", 40056)]
    [InlineData("linxiaoyu|nobody", "nobody", 81013)]
    [InlineData("textcard", "voice", 40008)]
    [InlineData("更多", "五个字太长", 40058)]
    [InlineData("https://example.com/1", "", 40058)]
    public async Task Are_refused_as_the_platform_does(string from, string to, int code)
    {
        await using var standIn = await StartAsync();

        Assert.Equal(code, Code(await standIn.MessageAsync("send", Card.Replace(from, to, StringComparison.Ordinal))));
        Assert.Empty(await standIn.InboxAsync());
    }

    [Theory]
    [InlineData(128, 512, 0)]
    [InlineData(129, 512, 40058)]
    [InlineData(128, 513, 40058)]
    public async Task Have_titles_and_descriptions_up_to_the_limit(int title, int description, int code)
    {
        await using var standIn = await StartAsync();

        var answer = await standIn.MessageAsync(
            "send", Card.Replace("领奖通知", new string('题', title), StringComparison.Ordinal).Replace("请到前台", new string('文', description), StringComparison.Ordinal));

        Assert.Equal(code, Code(answer));
    }

    [Fact]
    public async Task Come_once_while_duplicates_are_looked_for_and_again_after()
    {
        await using var standIn = await StartAsync();
        var checkedCard = Card[..^1] + ""","enable_duplicate_check":1,"duplicate_check_interval":600}""";
        for (var i = 0; i < 2; i++) await standIn.MessageAsync("send", checkedCard);
        Assert.Single(await standIn.InboxAsync());

        standIn.Wall.Advance(TimeSpan.FromSeconds(600));
        await standIn.MessageAsync("send", checkedCard);

        Assert.Equal(2, (await standIn.InboxAsync()).Length);
        Assert.Equal(40058, Code(await standIn.MessageAsync("send", checkedCard.Replace("600", "14401", StringComparison.Ordinal))));
    }

    /// <summary>Thirty a minute for one member; what is beyond that is dropped, and the answer does not say so.</summary>
    [Fact]
    public async Task Beyond_a_members_limit_are_dropped_silently()
    {
        await using var standIn = await StartAsync();
        for (var i = 0; i < 31; i++) Assert.Equal(0, Code(await standIn.MessageAsync("send", Card.Replace("通知", $"{i}", StringComparison.Ordinal))));

        Assert.Equal(30, (await standIn.InboxAsync()).Length);
    }

    [Fact]
    public async Task Can_be_taken_back_for_24_hours()
    {
        await using var standIn = await StartAsync();
        var msgid = (await standIn.MessageAsync("send", Card))["msgid"]!.GetValue<string>();
        Assert.Equal(0, Code(await standIn.MessageAsync("recall", $$"""{"msgid":"{{msgid}}"}""")));
        Assert.Empty(await standIn.InboxAsync());

        msgid = (await standIn.MessageAsync("send", Card))["msgid"]!.GetValue<string>();
        standIn.Wall.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        standIn.Token = (await standIn.GetTokenAsync())["access_token"]!.GetValue<string>();

        Assert.Equal(42052, Code(await standIn.MessageAsync("recall", $$"""{"msgid":"{{msgid}}"}""")));
        Assert.Equal(40058, Code(await standIn.MessageAsync("recall", """{"msgid":"none"}""")));
    }

    [Fact]
    public async Task A_member_leaves_out_whom_a_task_lets_be_left_out()
    {
        await using var standIn = await StartAsync();
        var (one, _) = await standIn.AddCustomerAsync();
        var (other, _) = await standIn.AddCustomerAsync();
        var task = (await standIn.PostAsync("add_msg_template", new { sender = "linxiaoyu", external_userid = new[] { one, other }, allow_select = true, text = new { content = "茶" } }))["msgid"]!.GetValue<string>();

        await standIn.DoAsync("members/linxiaoyu/confirm", new { msgid = task, without = new[] { other } });

        Assert.Equal((1, 0), ((await standIn.OutboxAsync(one)).Length, (await standIn.OutboxAsync(other)).Length));
    }
}
