using System.Text.Json;
using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>An advisor sets and takes away corp tags in the WeCom client.</summary>
public sealed class TagsOfWeCom : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["service.yaml"] = "group: service\ntitle: 服务\nkind: multi\ntags:\n  - { tag: complaint, title: 投诉 }\n  - { tag: aftersales, title: 售后中 }\n",
    };

    private Installation _both = null!;

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 60, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Are_set_and_unset_here_and_say_who_did_it()
    {
        var customer = (await _both.WeCom.AddAsync(1, _both.Shiyu))[0];
        var complaint = await _both.WeCom.TagIdAsync("服务", "投诉");
        await _both.Shiyu.SendAsync(
            $$$"""{"id":"by-hand","name":"tag.set","identities":{"external_userid":"{{{customer}}}"},"properties":{"tag":"service/aftersales"}}""");

        await _both.WeCom.EditTagsAsync(customer, add: [complaint], remove: []);
        await Wait.UntilAsync("the tag is set", async () => (await TagsAsync(customer)).ContainsKey("service/complaint"));
        var tags = await TagsAsync(customer);
        Assert.Equal(("hand", "hand"), (tags["service/complaint"].Text("by"), tags["service/aftersales"].Text("by")));
        Assert.Equal("event:by-hand", tags["service/aftersales"].Text("cause"));
        var set = Assert.Single(await _both.Shiyu.EventsAsync(customer, "tag.set"), entry => entry.Text("source") == "wecom");
        Assert.Equal($"event:{set.Text("id")}", tags["service/complaint"].Text("cause"));
        Assert.Equal(StandIn.Member, set.GetProperty("properties").Text("member"));

        await _both.WeCom.EditTagsAsync(customer, add: [], remove: [complaint]);
        await Wait.UntilAsync("the tag is unset", async () => !(await TagsAsync(customer)).ContainsKey("service/complaint"));
        var unset = Assert.Single(await _both.Shiyu.EventsAsync(customer, "tag.unset"));
        Assert.Equal(("wecom", StandIn.Member), (unset.Text("source"), unset.GetProperty("properties").Text("member")));
        // What was set by hand here is not WeCom's to take away.
        Assert.Equal(["service/aftersales"], (await TagsAsync(customer)).Keys);
    }

    private async Task<Dictionary<string, JsonElement>> TagsAsync(string customer) =>
        (await _both.Shiyu.CustomerAsync(customer)).GetProperty("tags").EnumerateArray().ToDictionary(tag => tag.Text("tag"));
}
