using System.Net;
using Shiyu.Server.Webhooks;
using Xunit;

namespace Shiyu.Server.Tests.Webhooks;

public sealed class Addresses
{
    [Theory]
    [InlineData("127.0.0.1"), InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("172.31.255.255"), InlineData("192.168.1.1"), InlineData("169.254.169.254"), InlineData("100.64.0.1")]
    [InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("::"), InlineData("::1"), InlineData("fd00::1"), InlineData("fe80::1"), InlineData("::ffff:10.0.0.1"), InlineData("64:ff9b::a00:1")]
    public void Of_private_networks_are_not_reached(string address) => Assert.True(WebhookAddresses.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("223.255.255.255"), InlineData("2606:4700::1111"), InlineData("::ffff:8.8.8.8")]
    public void Of_the_open_network_are_reached(string address) => Assert.False(WebhookAddresses.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("whsec_"), InlineData("secret"), InlineData("whsec_AQID"), InlineData("whsec_not base64 not base64 not base64 not"), InlineData("")]
    public void Are_signed_with_a_secret_that_is_one(string written) => Assert.Null(WebhookSignature.ReadSecret(written));

    [Fact]
    public void Are_signed_with_a_made_secret() => Assert.Equal(32, WebhookSignature.ReadSecret(WebhookSignature.NewSecret())!.Length);

    /// <summary>The example of the Standard Webhooks specification's libraries.</summary>
    [Fact]
    public void Are_signed_as_the_libraries_of_receivers_expect() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(WebhookSignature.ReadSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));
}
