using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class WelcomeTests
{
    [Fact]
    public async Task A_welcome_arrives_once_per_code()
    {
        await using var standIn = await StartAsync();
        var (id, code) = await standIn.AddCustomerAsync();

        Assert.Equal(0, await WelcomeAsync(standIn, code));
        Assert.Equal(41051, await WelcomeAsync(standIn, code));

        Assert.Equal(["你好"], await standIn.OutboxAsync(id));
    }

    [Fact]
    public async Task A_code_lives_20_wall_seconds()
    {
        await using var standIn = await StartAsync(options => options with { Rate = 1440 });
        var (_, inTime) = await standIn.AddCustomerAsync();
        var (late, lateCode) = await standIn.AddCustomerAsync();

        standIn.Wall.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, await WelcomeAsync(standIn, inTime));
        standIn.Wall.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(41050, await WelcomeAsync(standIn, lateCode));

        Assert.Empty(await standIn.OutboxAsync(late));
    }

    [Fact]
    public async Task Unknown_and_missing_codes_and_a_chat_already_begun_are_refused()
    {
        await using var standIn = await StartAsync();
        var (id, code) = await standIn.AddCustomerAsync();
        await standIn.DoAsync($"customers/{id}/reply", new { text = "在吗" });

        Assert.Equal(41050, await WelcomeAsync(standIn, "CODEnone"));
        Assert.Equal(41049, await WelcomeAsync(standIn, ""));
        Assert.Equal(41051, await WelcomeAsync(standIn, code));
    }

    [Fact]
    public async Task A_second_call_while_the_first_is_in_progress_is_41096()
    {
        await using var standIn = await StartAsync();
        var (id, code) = await standIn.AddCustomerAsync();
        await standIn.DoAsync("faults", new { slowMs = 1_000 });

        var first = WelcomeAsync(standIn, code);
        await standIn.Wall.TimerSetAsync();
        Assert.Equal(41096, await WelcomeAsync(standIn, code));
        standIn.Wall.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, await first);
        Assert.Single(await standIn.OutboxAsync(id));
    }

    [Fact]
    public async Task Text_is_bounded_in_bytes_and_content_may_not_be_empty()
    {
        await using var standIn = await StartAsync();
        var (_, code) = await standIn.AddCustomerAsync();

        var tooLong = await standIn.PostAsync("send_welcome_msg", new { welcome_code = code, text = new { content = new string('茶', 1_334) } });
        var empty = await standIn.PostAsync("send_welcome_msg", new { welcome_code = code });

        Assert.Equal((40058, 40058), (Code(tooLong), Code(empty)));
        Assert.Contains("text.content", Message(tooLong));
        Assert.Equal(0, Code(await standIn.PostAsync("send_welcome_msg", new { welcome_code = code, text = new { content = new string('茶', 1_333) } })));
    }

    private static async Task<int> WelcomeAsync(StandIn standIn, string welcome_code) =>
        Code(await standIn.PostAsync("send_welcome_msg", new { welcome_code, text = new { content = "你好" } }));
}
