using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary>The unmodified <c>@segment/analytics-node</c> against the endpoints. Needs <c>npm ci</c> in <c>tests/sdk</c>.</summary>
public sealed class RealSegmentSdk
{
    private static readonly string[] Everything = ["alias", "group", "identify", "page", "screen", "track", "track", "track"];

    [Theory]
    [InlineData]
    [InlineData("gzip")]
    [InlineData("one-by-one")]
    public async Task Delivers_every_call_as_the_event_it_means(params string[] options)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(Everything, await RunAsync(host, KeptIntake.WriteKey, options));

        var events = host.Intake.Events.OrderBy(taken => Array.IndexOf(Order, taken.Name)).ToList();
        Assert.Equal(Order, events.Select(taken => taken.Name));
        var at = DateTimeOffset.Parse("2025-11-03T02:03:04.567Z", null).ToUnixTimeMilliseconds();
        Assert.All(events.SkipLast(1), taken => Assert.Equal(at, taken.OccurredAtMs));
        Assert.Equal(8, events.Select(taken => taken.Id).Distinct().Count());
        Assert.All(events, taken => Assert.StartsWith("node-next-", taken.Id, StringComparison.Ordinal));

        Assert.Equal("anonymous_id:anon-1", events[0].Names());
        AssertJson("""{"name":"首页","category":"shop","url":"https://shop.example.com/"}""", events[0].PropertiesJson());
        AssertJson("""{"sku":"A","price":12.5,"tags":["新","🍎"]}""", events[1].PropertiesJson());
        Assert.Equal("anonymous_id:anon-1 phone:13800000000 union_id:un-1 user_id:u-1", events[2].Names());
        AssertJson("""{"name":"张三","phone":"13800000000","unionid":"un-1"}""", events[2].AttributesJson());
        Assert.Equal("user_id:u-1", events[3].Names());
        AssertJson("""{"total":12.5,"名称":"苹果🍎","nested":{"a":[1,null,true]}}""", events[3].PropertiesJson());
        AssertJson("""{"name":"Account","tab":2}""", events[4].PropertiesJson());
        AssertJson("""{"groupId":"g-1","name":"ACME"}""", events[5].PropertiesJson());
        Assert.Equal("anonymous_id:old-1 user_id:u-1", events[6].Names());
        Assert.Empty(host.Intake.Rejected);
    }

    [Fact]
    public async Task Sends_again_after_429_and_nothing_is_lost_or_doubled()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        host.Intake.BusyAfterTakingFor = 1;
        Assert.Equal(Everything, await RunAsync(host, KeptIntake.WriteKey, []));
        Assert.Equal(8, host.Intake.Events.Count);
        Assert.True(host.Intake.Requests >= 3);
    }

    [Fact]
    public async Task Is_told_that_its_key_is_wrong()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Empty(await RunAsync(host, "wrong", []));
        Assert.Empty(host.Intake.Events);
    }

    private static readonly string[] Order =
        ["page.viewed", "product.viewed", "profile.identified", "order.paid", "screen.viewed", "account.joined", "profile.aliased", "payOrder"];

    /// <summary>Returns the calls that the client counts as delivered, by name.</summary>
    private static async Task<string[]> RunAsync(IntakeHost host, string key, string[] options)
    {
        var told = await SdkProcess.RunAsync("segment.mjs", [host.Url, key, .. options]);
        return [.. told.GetProperty("delivered").EnumerateArray().Select(call => call.GetString()!).Order()];
    }

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"expected {expected}, found {actual}");
}
