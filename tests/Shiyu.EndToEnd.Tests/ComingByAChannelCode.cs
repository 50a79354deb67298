using System.Net.Http.Json;
using System.Text.Json;
using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>A code made by the server at the stand-in WeCom, and people who scan it.</summary>
public sealed class ComingByAChannelCode : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["workspace.yaml"] = "workspace: main\ntime_zone: Asia/Shanghai\nwelcome: welcome\n",
        ["welcome.yaml"] = "material: welcome\ntext: 你好\n",
        ["store.yaml"] = "material: store-hello\ntext: 门店欢迎你\n",
        ["source.yaml"] = "group: source\nkind: multi\ntags:\n  - { tag: store }\n",
    };

    private Installation _both = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Meets_who_stands_on_it_until_a_cap_is_near_and_gets_what_the_channel_gives()
    {
        var made = await PutAsync("""
            {"title":"门店","members":[{"user":"linxiaoyu","dailyCap":3},{"user":"chenmo"}],"margin":2,"tags":["source/store"],"remark":"门店-{name}","welcome":"store-hello"}
            """);
        Assert.True(made.GetProperty("atWeCom").GetBoolean());
        var picture = await _both.Shiyu.Http.GetByteArrayAsync("/api/channels/store/picture", Stop);
        Assert.Equal("PNG"u8.ToArray(), picture[1..4]);

        // The stand-in's codes lead to their members in turn.
        var (other, first) = (await ScanAsync(), await ScanAsync());
        await Wait.UntilAsync("the capped member has stepped down", async () =>
            (await _both.Shiyu.GetAsync("/api/channels/store")).GetProperty("applied").EnumerateArray().Select(user => user.GetString()).SequenceEqual(["chenmo"]));
        var later = await ScanAsync();

        Assert.Equal(["chenmo", "linxiaoyu", "chenmo"], [other.Text("member"), first.Text("member"), later.Text("member")]);
        await Wait.UntilAsync("the welcome stands in the chat", async () => (await _both.WeCom.ChatAsync(first.Text("externalUserId"), "welcome")).Count > 0);
        Assert.Equal("门店欢迎你", (await _both.WeCom.ChatAsync(first.Text("externalUserId"), "welcome"))[0].Text("text"));
        await _both.Shiyu.CallbacksDoneAsync();
        var tag = Assert.Single(await _both.Shiyu.EventsAsync(first.Text("externalUserId"), "tag.set"));
        Assert.Contains("source/store", tag.GetRawText(), StringComparison.Ordinal);
        var sum = (await _both.Shiyu.GetAsync("/api/channels/store/statistics")).GetProperty("sum");
        Assert.Equal(3, sum.GetProperty("adds").GetInt32());
    }

    private async Task<JsonElement> PutAsync(string body)
    {
        using var answer = await _both.Shiyu.Http.PutAsync("/api/channels/store", ShiyuApi.Json(body), Stop);
        var said = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, said);
        return JsonElement.Parse(said);
    }

    /// <summary>Somebody new scans the one code that there is.</summary>
    private async Task<JsonElement> ScanAsync()
    {
        using var answer = await _both.WeCom.Http.PostAsJsonAsync($"/sandbox/ways/{await ConfigAsync()}/scan", new { }, Stop);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task<string> ConfigAsync() => (await _both.WeCom.CallAsync("/cgi-bin/externalcontact/list_contact_way", new { })).GetProperty("contact_way")[0].Text("config_id");
}
