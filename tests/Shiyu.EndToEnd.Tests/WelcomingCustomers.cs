using System.Text;
using System.Text.Json;
using Shiyu.EndToEnd.Tests.Support;
using Shiyu.Sandbox;
using Shiyu.WeCom.Crypto;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Somebody adds an advisor: callback, contact, welcome. At the wall's own pace, as WeCom dates callbacks by the second.</summary>
public sealed class WelcomingCustomers : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["workspace.yaml"] = "workspace: main\ntime_zone: Asia/Shanghai\nwelcome: welcome\n",
        ["welcome.yaml"] = "material: welcome\ntext: 你好\n",
    };

    private Installation _both = null!;

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Are_contacts_and_welcomed_once_within_20_seconds()
    {
        var customer = (await _both.WeCom.AddAsync()).Text("externalUserId");

        await Wait.UntilAsync("the welcome stands in the chat", async () => (await _both.WeCom.ChatAsync(customer, "welcome")).Count > 0, within: TimeSpan.FromSeconds(20));
        await Wait.UntilAsync("the contact is known", async () => (await _both.Shiyu.CustomerAsync(customer)).GetProperty("contacts").GetArrayLength() == 1);
        await _both.Shiyu.CallbacksDoneAsync();

        Assert.Equal("你好", Assert.Single(await _both.WeCom.ChatAsync(customer, "welcome")).Text("text"));
        var contact = (await _both.Shiyu.CustomerAsync(customer)).GetProperty("contacts")[0];
        Assert.Equal((StandIn.Member, "friend"), (contact.Text("member"), contact.Text("state")));
        Assert.Single(await _both.Shiyu.EventsAsync(customer, "contact.added"));
        Assert.Single(await _both.Shiyu.EventsAsync(customer, "welcome.sent"));
    }

    [Fact]
    public async Task Are_two_when_added_in_the_same_second()
    {
        string[] pair = [];
        await Wait.UntilAsync("two were added in one second", async () =>
        {
            var seen = (await _both.WeCom.CallbacksAsync()).Length;
            var added = await Task.WhenAll(_both.WeCom.AddAsync(), _both.WeCom.AddAsync());
            pair = [.. added.Select(one => one.Text("externalUserId"))];
            JsonElement[] callbacks = [];
            await Wait.UntilAsync("both callbacks went out", async () => (callbacks = await _both.WeCom.CallbacksAsync()).Length == seen + 2);
            return callbacks[^2].Time("at").ToUnixTimeSeconds() == callbacks[^1].Time("at").ToUnixTimeSeconds();
        });

        foreach (var customer in pair) await _both.Shiyu.CustomerIdAsync(customer);
        await _both.Shiyu.CallbacksDoneAsync();

        Assert.Equal(2, pair.Distinct().Count());
        foreach (var customer in pair)
        {
            Assert.Single(await _both.Shiyu.EventsAsync(customer, "contact.added"));
            Assert.Single(await _both.WeCom.ChatAsync(customer, "welcome"));
        }
    }

    [Fact]
    public async Task Are_one_when_the_callback_is_delivered_again()
    {
        var seen = (await _both.WeCom.CallbacksAsync()).Length;
        var added = await _both.WeCom.AddAsync();
        var customer = added.Text("externalUserId");
        JsonElement[] callbacks = [];
        await Wait.UntilAsync("the callback went out", async () => (callbacks = await _both.WeCom.CallbacksAsync()).Length == seen + 1);
        var at = callbacks[^1].Time("at").ToUnixTimeSeconds();

        // The very same event, encrypted anew as WeCom's retries are, and that request sent twice.
        var corp = new SandboxOptions();
        var crypto = new WeComCrypto(corp.Token, corp.AesKey, corp.CorpId);
        var encrypted = crypto.Encrypt(
            $"<xml><ToUserName><![CDATA[{corp.CorpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>{at}</CreateTime>"
            + "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType>"
            + $"<UserID><![CDATA[{StandIn.Member}]]></UserID><ExternalUserID><![CDATA[{customer}]]></ExternalUserID>"
            + $"<WelcomeCode><![CDATA[{added.Text("welcomeCode")}]]></WelcomeCode></xml>");
        var (timestamp, nonce) = ($"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}", "1372623149");
        var path = $"/wecom/callback?msg_signature={crypto.Sign(timestamp, nonce, encrypted)}&timestamp={timestamp}&nonce={nonce}";
        for (var i = 0; i < 2; i++)
        {
            using var body = new StringContent(
                $"<xml><ToUserName><![CDATA[{corp.CorpId}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt><AgentID></AgentID></xml>", Encoding.UTF8, "text/xml");
            using var answer = await _both.Shiyu.Http.PostAsync(path, body, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)answer.StatusCode);
        }
        await _both.Shiyu.CustomerIdAsync(customer);
        await _both.Shiyu.CallbacksDoneAsync();

        Assert.Single(await _both.Shiyu.EventsAsync(customer, "contact.added"));
        Assert.Single(await _both.Shiyu.EventsAsync(customer, "welcome.sent"));
        Assert.Empty(await _both.Shiyu.EventsAsync(customer, "welcome.failed"));
        Assert.Single(await _both.WeCom.ChatAsync(customer, "welcome"));
    }
}
