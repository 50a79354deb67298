using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Tests.Fakes;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.WeCom.Tests.Welcomes;

public sealed class ChosenWelcomes
{
    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];
    private static readonly ShiftRequest Night = new(EveryDay, "22:00", "08:00", "ignored");

    [Theory]
    [InlineData("store", "zhangsan", "12:00", "store-zhangsan")]
    [InlineData("store", "lisi", "12:00", "store")]
    [InlineData("article", "zhangsan", "12:00", "zhangsan")]
    [InlineData("article", "lisi", "23:30", "night")]
    [InlineData("article", "lisi", "07:59", "night")]
    [InlineData("article", "lisi", "08:00", "")]
    [InlineData("store", "lisi", "23:30", "store-night")]
    public async Task Are_the_most_specific_that_fit(string channel, string member, string time, string rule)
    {
        await using var town = await OpenAsync();

        var preview = town.Welcomes.Preview(member, channel, DateTimeOffset.Parse($"2026-03-04T{time}:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(rule, preview.Rule);
        Assert.Equal(rule.Length == 0 ? "hello" : "m-" + rule, preview.Material);
        Assert.Null(preview.Considered[^1].WhyNot);
        Assert.All(preview.Considered.SkipLast(1), considered => Assert.NotNull(considered.WhyNot));
    }

    [Fact]
    public async Task Say_what_did_not_fit_in_the_order_in_which_it_was_asked()
    {
        await using var town = await OpenAsync();

        var preview = town.Welcomes.Preview("lisi", "article", DateTimeOffset.Parse("2026-03-04T12:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(
            [("store-zhangsan", "channel"), ("store-night", "channel"), ("store", "channel"), ("zhangsan", "member"), ("night", "time"), ("", null)],
            preview.Considered.Select(considered => (considered.Name, considered.WhyNot)));
        Assert.Equal("欢迎", preview.Text);
    }

    [Fact]
    public async Task Of_a_code_come_before_rules_by_the_channel_alone_and_after_closer_ones()
    {
        await using var town = await OpenAsync();
        _ = new FakeWays(town.WeCom);
        await town.DriveAsync(town.Channels.PutAsync("store", new ChannelRequest("门店", [new("zhangsan", null, null, null, null, null)], null, null, null, null, null, "own"), Town.Stop));
        var noon = DateTimeOffset.Parse("2026-03-04T12:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(("", "own"), Of(town.Welcomes.Preview("lisi", "store", noon)));
        Assert.Equal(("store-zhangsan", "m-store-zhangsan"), Of(town.Welcomes.Preview("zhangsan", "store", noon)));

        static (string?, string?) Of(WelcomePreview preview) => (preview.Rule, preview.Material);
    }

    [Fact]
    public async Task Go_out_as_the_preview_says()
    {
        await using var town = await OpenAsync();

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1") + "<State><![CDATA[store]]></State>"));
        await town.DoneAsync();

        Assert.Equal("m-store-zhangsan", town.WeCom.Calls.Single(call => call.Api == "send_welcome_msg").Json.GetProperty("text").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Are_refused_with_everything_that_is_wrong_and_taken_away()
    {
        await using var town = await OpenAsync();

        var (view, refusals) = await town.Welcomes.PutAsync("night", new WelcomeRequest("", null, [Night with { To = "25:00" }], "none", ["nothing"]));

        Assert.Null(view);
        Assert.Equal(["channel", "times/0/to", "material", "media"], refusals.Select(refusal => refusal.Field));
        Assert.True(await town.Welcomes.RemoveAsync("night"));
        Assert.False(await town.Welcomes.RemoveAsync("night"));
        Assert.Equal(4, town.Welcomes.Rules.Count);
    }

    /// <summary>Rules named after what they ask for; the material of each is named after it, and says its name.</summary>
    private static async Task<CallbackTown> OpenAsync()
    {
        var town = await CallbackTown.OpenAsync();
        var materials = town.Host.Definitions.Materials.Add("own", new MaterialDefinition("own", null, "own", null));
        foreach (var rule in (string[])["store-zhangsan", "store-night", "store", "zhangsan", "night"]) materials = materials.Add("m-" + rule, new MaterialDefinition("m-" + rule, null, "m-" + rule, null));
        town.Host.Definitions = town.Host.Definitions with { Materials = materials };
        await PutAsync(town, "store-zhangsan", "store", ["zhangsan"], null);
        await PutAsync(town, "store-night", "store", null, [Night]);
        await PutAsync(town, "store", "store", null, null);
        await PutAsync(town, "zhangsan", null, ["zhangsan"], null);
        await PutAsync(town, "night", null, null, [Night]);
        return town;
    }

    private static async Task PutAsync(CallbackTown town, string name, string? channel, string[]? members, ShiftRequest[]? times) =>
        Assert.Empty((await town.Welcomes.PutAsync(name, new WelcomeRequest(channel, members, times, "m-" + name, null))).Refusals);
}
