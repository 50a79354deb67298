using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class AccessTokenTests
{
    [Fact]
    public async Task Repeated_calls_give_the_same_token_and_the_seconds_that_are_left()
    {
        await using var standIn = await StartAsync();
        standIn.Wall.Advance(TimeSpan.FromSeconds(100));

        var again = await standIn.GetTokenAsync();

        Assert.Equal(standIn.Token, again["access_token"]!.GetValue<string>());
        Assert.Equal(7_100, again["expires_in"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("wwother", null, 40013)]
    [InlineData(null, "wrong", 40001)]
    public async Task Wrong_credentials_are_told_apart(string? corpId, string? secret, int code)
    {
        await using var standIn = await StartAsync();

        Assert.Equal(code, Code(await standIn.GetTokenAsync(corpId, secret)));
    }

    [Theory]
    [InlineData("", 41001)]
    [InlineData("unknown", 40014)]
    public async Task A_call_needs_a_known_token(string token, int code)
    {
        await using var standIn = await StartAsync();

        Assert.Equal(code, Code(await standIn.GetAsync("get_follow_user_list", token: token)));
    }

    [Fact]
    public async Task A_token_lives_7200_wall_seconds_and_not_one_more()
    {
        await using var standIn = await StartAsync();

        standIn.Wall.Advance(TimeSpan.FromSeconds(7_199.999));
        var inTime = await standIn.GetAsync("get_follow_user_list");
        standIn.Wall.Advance(TimeSpan.FromMilliseconds(1));
        var late = await standIn.GetAsync("get_follow_user_list");

        Assert.Equal((0, 42001), (Code(inTime), Code(late)));
        Assert.NotEqual(standIn.Token, (await standIn.GetTokenAsync())["access_token"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_platform_may_end_a_token_early()
    {
        await using var standIn = await StartAsync();

        await standIn.DoAsync("tokens/revoke", new { });

        Assert.Equal(40014, Code(await standIn.GetAsync("get_follow_user_list")));
        Assert.NotEqual(standIn.Token, (await standIn.GetTokenAsync())["access_token"]!.GetValue<string>());
    }
}
