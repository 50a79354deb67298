using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class LimitTests
{
    [Fact]
    public async Task An_exhausted_window_opens_after_a_window_of_the_same_length()
    {
        await using var standIn = await StartAsync(options => options with { CallsPerMinute = 3 });
        async Task<int> Call() => Code(await standIn.GetAsync("get_follow_user_list"));

        Assert.Equal((0, 0, 0), (await Call(), await Call(), await Call()));
        standIn.Wall.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(45009, await Call());
        standIn.Wall.Advance(TimeSpan.FromSeconds(59.999));
        Assert.Equal(45009, await Call());
        standIn.Wall.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 0, 0, 45009), (await Call(), await Call(), await Call(), await Call()));
        Assert.Equal(84061, Code(await standIn.GetAsync("list", "&userid=chenmo")));
    }

    [Fact]
    public async Task Too_many_calls_of_one_api_in_flight_are_45033()
    {
        await using var standIn = await StartAsync(options => options with { ConcurrencyMax = 1 });
        await standIn.DoAsync("faults", new { slowMs = 500, paths = new[] { "/cgi-bin/externalcontact/get_follow_user_list" } });

        var first = standIn.GetAsync("get_follow_user_list");
        await standIn.Wall.TimerSetAsync();
        var second = await standIn.GetAsync("get_follow_user_list");
        var otherApi = await standIn.GetAsync("list", "&userid=chenmo");
        standIn.Wall.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal((0, 45033, 84061), (Code(await first), Code(second), Code(otherApi)));
    }

    [Fact]
    public async Task A_wrong_method_and_an_unknown_api_are_answered_in_the_envelope()
    {
        await using var standIn = await StartAsync();

        Assert.Equal(43002, Code(await standIn.GetAsync("add_msg_template")));
        Assert.Equal(43001, Code(await standIn.PostAsync("get_follow_user_list", new { })));
        Assert.Equal(48001, Code(await standIn.GetAsync("get_moment_list")));
    }
}
