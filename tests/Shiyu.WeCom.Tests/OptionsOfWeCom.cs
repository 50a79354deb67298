namespace Shiyu.WeCom.Tests;

public sealed class OptionsOfWeCom
{
    [Fact]
    public void Come_from_the_environment()
    {
        var values = new Dictionary<string, string?>
        {
            ["SHIYU_WECOM_BASE_URL"] = "http://127.0.0.1:5300", ["SHIYU_WECOM_CORP_ID"] = " ww1 ", ["SHIYU_WECOM_SECRET"] = "s", ["SHIYU_WECOM_TOKEN"] = "tok",
            ["SHIYU_WECOM_AES_KEY"] = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", ["SHIYU_WECOM_SLOT_SECONDS"] = "300", ["SHIYU_WECOM_SETTLE_WAIT_SECONDS"] = "20",
            ["SHIYU_WECOM_AGENT_ID"] = "1000002", ["SHIYU_PUBLIC_URL"] = "https://shiyu.example.com",
        };

        var options = WeComOptions.From(values.GetValueOrDefault);

        Assert.True(options is { IsConfigured: true, TakesCallbacks: true, CorpId: "ww1", Slot.TotalMinutes: 5, SettleWait.TotalSeconds: 20, AgentId: 1000002, PublicUrl.Host: "shiyu.example.com" });
        Assert.Equal("http://127.0.0.1:5300/", options.BaseUrl.ToString());
    }

    [Fact]
    public void Are_not_configured_when_nothing_is_set()
    {
        var options = WeComOptions.From(_ => null);

        Assert.False(options.IsConfigured);
        Assert.False(options.TakesCallbacks);
        Assert.Equal("https://qyapi.weixin.qq.com/", options.BaseUrl.ToString());
    }

    [Theory]
    [InlineData("SHIYU_WECOM_BASE_URL", "qyapi")]
    [InlineData("SHIYU_WECOM_BASE_URL", "ftp://a/")]
    [InlineData("SHIYU_WECOM_CORP_ID", "ww 1")]
    [InlineData("SHIYU_WECOM_TOKEN", "not-a-token")]
    [InlineData("SHIYU_WECOM_AES_KEY", "short")]
    [InlineData("SHIYU_WECOM_AGENT_ID", "0")]
    [InlineData("SHIYU_PUBLIC_URL", "shop.example.com")]
    [InlineData("SHIYU_WECOM_SLOT_SECONDS", "soon")]
    [InlineData("SHIYU_WECOM_SETTLE_WAIT_SECONDS", "0")]
    public void Are_refused_when_out_of_range(string name, string value) =>
        Assert.ThrowsAny<ArgumentException>(() => WeComOptions.From(asked => asked == name ? value : null));

    [Fact]
    public void Do_not_repeat_a_secret_that_they_refuse()
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => WeComOptions.From(name => name == "SHIYU_WECOM_SECRET" ? "my secret" : null));

        Assert.DoesNotContain("my secret", refused.Message);
    }
}
