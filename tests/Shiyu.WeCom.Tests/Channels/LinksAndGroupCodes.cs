using Shiyu.WeCom.Api;
using Shiyu.WeCom.Groups;
using Shiyu.WeCom.Links;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Channels;

public sealed class LinksAndGroupCodes
{
    [Fact]
    public async Task A_link_is_made_and_shown_as_WeCom_has_it()
    {
        await using var town = await OpenAsync();
        var desk = new LinkDesk(town.Host, town.Client, town.Options);

        var (made, _) = await town.DriveAsync(desk.WriteAsync(null, new LinkWrite("直播间", ["lin"], null), Town.Stop));
        await town.DriveAsync(desk.WriteAsync("caw1", new LinkWrite("直播间", ["lin", "chen"], false), Town.Stop));
        var listed = await town.DriveAsync(desk.ListAsync(Town.Stop));

        Assert.Equal(("caw1", "https://work.weixin.qq.com/ca/caw1"), (made!.Id, made.Url));
        Assert.Equal(["create_link", "get", "update_link", "get", "list_link", "get"], town.WeCom.Calls.Select(call => call.Api));
        Assert.Equal(["lin", "chen"], town.WeCom.Calls.Single(call => call.Api == "update_link").Json.GetProperty("range").GetProperty("user_list").EnumerateArray().Select(user => user.GetString()));
        Assert.Equal("caw1", listed.Single().Id);
    }

    [Fact]
    public async Task A_link_that_WeCom_would_refuse_is_not_asked_for()
    {
        await using var town = await OpenAsync();

        var (_, refusals) = await new LinkDesk(town.Host, town.Client, town.Options).WriteAsync(null, new LinkWrite("", [], null), Town.Stop);

        Assert.Equal(["name", "members"], refusals.Select(refusal => refusal.Field));
        Assert.Empty(town.WeCom.Calls);
    }

    [Fact]
    public async Task Quota_says_when_little_is_left()
    {
        await using var town = await OpenAsync();
        town.WeCom.Answers["customer_acquisition_quota"] = _ => new { errcode = 0, total = 1_000, balance = 19, quota_list = new[] { new { expire_date = 1_772_582_400, balance = 19 } } };

        var quota = await town.DriveAsync(new LinkDesk(town.Host, town.Client, town.Options).QuotaAsync(Town.Stop));

        Assert.Equal((19, true), (quota.Balance, quota.Low));
        Assert.Equal("2026-03-04T08:00:00.000+08:00", quota.Parts.Single().ExpiresAt);
    }

    [Theory]
    [InlineData("https://work.weixin.qq.com/ca/x", "store", "https://work.weixin.qq.com/ca/x?customer_channel=store")]
    [InlineData("https://work.weixin.qq.com/ca/x?a=1", "店", "https://work.weixin.qq.com/ca/x?a=1&customer_channel=%E5%BA%97")]
    [InlineData("https://work.weixin.qq.com/ca/x", "", "https://work.weixin.qq.com/ca/x")]
    public void A_link_carries_its_channel(string url, string channel, string address) => Assert.Equal(address, LinkDesk.For(url, channel));

    [Fact]
    public async Task A_group_code_is_made_changed_in_place_and_taken_away()
    {
        await using var town = await OpenAsync();
        var desk = new GroupCodeDesk(town.Host, town.Client, town.Options);
        town.WeCom.Answers["add_join_way"] = _ => new { errcode = 0, config_id = "jw1" };
        town.WeCom.Answers["get_join_way"] = _ => new { errcode = 0, join_way = new { config_id = "jw1", qr_code = "https://p.qpic.cn/jw1/0" } };
        town.WeCom.Answers["update_join_way"] = _ => new { errcode = 0 };
        town.WeCom.Answers["del_join_way"] = _ => new { errcode = 41044 };

        await town.DriveAsync(desk.PutAsync("welfare", new GroupCodeRequest("福利群", ["wr1"], null, "福利群", 2), Town.Stop));
        await town.DriveAsync(desk.PutAsync("welfare", new GroupCodeRequest("福利", ["wr1", "wr2"], false, null, null), Town.Stop));

        Assert.Equal("https://p.qpic.cn/jw1/0", desk.PictureOf("welfare"));
        Assert.Equal(("福利", 2), (desk.All.Single().Title, desk.All.Single().Groups.Count));
        var made = town.WeCom.Calls.Single(call => call.Api == "add_join_way").Json;
        Assert.Equal(("welfare", 1), (made.GetProperty("state").GetString(), made.GetProperty("auto_create_room").GetInt32()));
        Assert.Equal("jw1", town.WeCom.Calls.Single(call => call.Api == "update_join_way").Json.GetProperty("config_id").GetString());
        Assert.True(await town.DriveAsync(desk.RemoveAsync("welfare", Town.Stop)));
        Assert.Empty(desk.All);
    }

    [Fact]
    public async Task What_WeCom_refuses_is_not_kept()
    {
        await using var town = await OpenAsync();
        var desk = new GroupCodeDesk(town.Host, town.Client, town.Options);
        town.WeCom.Answers["add_join_way"] = _ => new { errcode = 90501 };

        var refused = await Assert.ThrowsAsync<WeComException>(() => town.DriveAsync(desk.PutAsync("welfare", new GroupCodeRequest("福利群", ["wr1"], null, null, null), Town.Stop)));

        Assert.Equal(90501, refused.Error.Code);
        Assert.Empty(desk.All);
        Assert.Equal("groups", (await desk.PutAsync("welfare", new GroupCodeRequest("福利群", [], null, null, null), Town.Stop)).Refusals.Single().Field);
    }

    private static async Task<Town> OpenAsync()
    {
        var town = await Town.OpenAsync();
        var link = new { link_id = "caw1", link_name = "直播间", url = "https://work.weixin.qq.com/ca/caw1", create_time = 1_772_496_000, skip_verify = true };
        town.WeCom.Answers["create_link"] = _ => new { errcode = 0, link };
        town.WeCom.Answers["update_link"] = _ => new { errcode = 0 };
        town.WeCom.Answers["list_link"] = _ => new { errcode = 0, link_id_list = new[] { "caw1" } };
        town.WeCom.Answers["get"] = _ => new { errcode = 0, link, range = new { user_list = new[] { "lin" } } };
        return town;
    }
}
