using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Channels;

public sealed class CodesAtWeCom
{
    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    [Fact]
    public async Task Are_made_with_their_state_and_changed_in_place()
    {
        await using var town = await CallbackTown.OpenAsync();
        var ways = new FakeWays(town.WeCom);

        var made = await PutAsync(town, Request("a", "b"));
        await PutAsync(town, Request("b", "c") with { Title = "新门店" });

        Assert.Equal((true, "a,b"), (made.AtWeCom, string.Join(',', made.Applied)));
        Assert.Equal("https://p.qpic.cn/wwhead/config1/0", town.Channels.PictureOf("store"));
        Assert.Equal((1, "b,c"), (ways.Count, ways.On("store")));
        var update = town.WeCom.Calls.Single(call => call.Api == "update_contact_way").Json;
        Assert.Equal("新门店", update.GetProperty("remark").GetString());
    }

    [Fact]
    public async Task Give_who_comes_through_them_tags_a_remark_and_their_own_welcome()
    {
        await using var town = await OpenAsync();

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1") + State("store")));
        await town.DoneAsync();

        Assert.Equal("level/gold", MemoryProperty(town, "tag.set", "tag"));
        Assert.Equal("store", MemoryProperty(town, "tag.set", "channel"));
        var remark = town.WeCom.Calls.Single(call => call.Api == "remark").Json;
        Assert.Equal(("zhangsan", "门店-李四"), (remark.GetProperty("userid").GetString(), remark.GetProperty("remark").GetString()));
        Assert.Equal("门店欢迎你", town.WeCom.Calls.Single(call => call.Api == "send_welcome_msg").Json.GetProperty("text").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Are_switched_as_soon_as_a_counted_add_reaches_a_cap_less_its_margin()
    {
        await using var town = await OpenAsync();
        var ways = town.Ways!;
        await PutAsync(town, Request("zhangsan", "lisi") with { Margin = 1, Members = [Member("zhangsan") with { DailyCap = 3 }, Member("lisi")] });

        await AddAsync(town, "wm1");
        await AddAsync(town, "wm2");
        await CallbackTown.UntilAsync(() => ways.On("store") == "lisi");

        var view = town.Channels.Find("store")!;
        Assert.Equal((2, 2, "daily_cap"), (view.Today, view.Members[0].Total, view.Members[0].Away));
        Assert.Equal("lisi", view.Standing.Single());
    }

    [Fact]
    public async Task Are_switched_at_the_instant_of_a_shift_change()
    {
        await using var town = await OpenAsync();
        var ways = town.Ways!;
        var local = town.Host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var hour = local.AddHours(1).ToString("HH:00", System.Globalization.CultureInfo.InvariantCulture);
        var after = local.AddHours(2).ToString("HH:00", System.Globalization.CultureInfo.InvariantCulture);

        await PutAsync(town, Request() with { Backups = ["night"], Members = [Member("day") with { Shifts = [new(EveryDay, after, hour, "ignored")] }] });
        Assert.Equal("day", ways.On("store"));
        var end = DateTimeOffset.Parse(town.Channels.Find("store")!.ChangesAt!, System.Globalization.CultureInfo.InvariantCulture);
        await town.Time.UntilTimerAsync(left => left == end - town.Time.GetUtcNow());
        town.Time.Advance(end - town.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Equal("day", ways.On("store"));
        town.Time.Advance(TimeSpan.FromMilliseconds(1));

        await CallbackTown.UntilAsync(() => ways.On("store") == "night");
    }

    [Fact]
    public async Task Are_looked_for_before_they_are_made_again_when_the_answer_was_lost()
    {
        await using var town = await CallbackTown.OpenAsync();
        var ways = new FakeWays(town.WeCom) { LoseNextAnswer = true };

        var lost = await PutAsync(town, Request("a"));
        Assert.False(lost.AtWeCom);
        Assert.NotNull(lost.Fault);
        var found = await PutAsync(town, Request("a"));

        Assert.True(found.AtWeCom);
        Assert.Equal((1, 1), (ways.Count, town.WeCom.CountOf("add_contact_way")));
    }

    [Theory]
    [InlineData(84074)]
    [InlineData(40098)]
    [InlineData(60111)]
    public async Task Go_on_without_a_member_that_WeCom_refuses_and_say_so(int errcode)
    {
        await using var town = await CallbackTown.OpenAsync();
        var ways = new FakeWays(town.WeCom) { Refused = { ["b"] = errcode } };

        var view = await PutAsync(town, Request("a", "b", "c"));

        Assert.Equal("a,c", ways.On("store"));
        Assert.Equal("refused", view.Members[1].Away);
        Assert.StartsWith($"{errcode} ", view.Members[1].Refused);
        Assert.Null(view.Fault);

        ways.Refused.Clear();
        Assert.Equal("a,b,c", string.Join(',', (await PutAsync(town, Request("a", "b", "c"))).Applied));
    }

    [Fact]
    public async Task Say_in_words_what_WeCom_refuses_and_are_kept_all_the_same()
    {
        await using var town = await CallbackTown.OpenAsync();
        _ = new FakeWays(town.WeCom);
        town.WeCom.Answers["add_contact_way"] = _ => new { errcode = 41045 };

        var view = await PutAsync(town, Request("a"));

        Assert.Equal(41045, view.Fault!.Errcode);
        Assert.Contains("数量已用完", view.Fault.Text);
        Assert.Single(town.Channels.All);
    }

    [Fact]
    public async Task Are_taken_away_at_WeCom_and_keep_their_figures()
    {
        await using var town = await OpenAsync();
        await AddAsync(town, "wm1");

        Assert.True(await town.Channels.RemoveAsync("store", Town.Stop));

        Assert.Equal(0, town.Ways!.Count);
        Assert.Empty(town.Channels.All);
        Assert.False(await town.Channels.RemoveAsync("store", Town.Stop));
        Assert.Equal(1, (await town.Channels.StatisticsAsync("store", town.Channels.Today, town.Channels.Today, Town.Stop)).Sum.Adds);
    }

    [Fact]
    public async Task Are_counted_once_across_a_restart()
    {
        await using var town = await OpenAsync();
        await AddAsync(town, "wm1");
        await CallbackTown.UntilAsync(() => town.Channels.Find("store")!.Total == 1);

        await using var again = await town.RestartAsync();
        await AddAsync(again, "wm2");
        await CallbackTown.UntilAsync(() => again.Channels.Find("store")!.Total == 2);

        Assert.Equal(2, again.Channels.Find("store")!.Members[0].Friends);
        Assert.Equal(1, again.WeCom.CountOf("add_contact_way"));
    }

    [Theory]
    [InlineData("门店", "name")]
    [InlineData("a-name-of-more-than-thirty-chars", "name")]
    public async Task Are_refused_by_name(string name, string field)
    {
        await using var town = await CallbackTown.OpenAsync(works: false);

        var (view, refusals) = await town.Channels.PutAsync(name, Request("a"), Town.Stop);

        Assert.Null(view);
        Assert.Equal(field, refusals.Single().Field);
    }

    [Fact]
    public async Task Are_refused_with_everything_that_is_wrong()
    {
        await using var town = await CallbackTown.OpenAsync(works: false);
        var wrong = new ChannelRequest(
            "", [Member("a") with { Weight = 0, DailyCap = 0, Shifts = [new([8], "9:00", "24:01", "sometimes")] }, Member("a")], ["b b"], 2_000, null, ["level/none"],
            new string('长', 21), "nothing");

        var (_, refusals) = await town.Channels.PutAsync("store", wrong, Town.Stop);

        Assert.Equal(
            ["title", "members/0/shifts/0/holidays", "members/0/shifts/0/days", "members/0/shifts/0/from", "members/0/shifts/0/to", "members/0/weight", "members/0/dailyCap",
                "backups/0", "members", "margin", "tags", "remark", "welcome"],
            refusals.Select(refusal => refusal.Field).OrderBy(field => Array.IndexOf(["title", "members/0/shifts/0/holidays", "members/0/shifts/0/days",
                "members/0/shifts/0/from", "members/0/shifts/0/to", "members/0/weight", "members/0/dailyCap", "backups/0", "members", "margin", "tags", "remark", "welcome"], field)));
    }

    /// <summary>A town with the code <c>store</c> of zhangsan's.</summary>
    private static async Task<CallbackTown> OpenAsync()
    {
        var town = await CallbackTown.OpenAsync();
        town.Ways = new FakeWays(town.WeCom);
        town.WeCom.Answers["get"] = call => new
        {
            errcode = 0, external_contact = new { external_userid = call.Query["external_userid"].ToString(), name = "李四" },
            follow_user = new[] { new { userid = "zhangsan", add_way = 1, state = "store" } },
        };
        town.Host.Definitions = town.Host.Definitions with
        {
            Materials = town.Host.Definitions.Materials.Add("store-hello", new MaterialDefinition("store-hello", null, "门店欢迎你", null)),
        };
        await PutAsync(town, Request("zhangsan") with { Tags = ["level/gold"], Remark = "门店-{name}", Welcome = "store-hello" });
        return town;
    }

    private static async Task AddAsync(CallbackTown town, string customer)
    {
        await town.SendAsync(town.Event("add_external_contact", customer, extra: State("store")));
        await town.DoneAsync();
    }

    private static async Task<ChannelView> PutAsync(CallbackTown town, ChannelRequest request)
    {
        var (view, refusals) = await town.DriveAsync(town.Channels.PutAsync("store", request, Town.Stop));
        Assert.Empty(refusals);
        return view!;
    }

    private static ChannelRequest Request(params string[] members) =>
        new("门店", [.. members.Select(Member)], null, null, null, null, null, null);

    private static ChannelMemberRequest Member(string user) => new(user, null, null, null, null, null);

    private static string State(string state) => $"<State><![CDATA[{state}]]></State>";

    private static string? MemoryProperty(CallbackTown town, string name, string property) =>
        MemoryHost.Properties(town.Host.Events.Single(e => e.Name == name)).GetProperty(property) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
