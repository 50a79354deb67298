using System.Text.Json;
using Shiyu.Runtime.Intake;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary>The unmodified SensorsData clients for servers, browsers and mini programs against the endpoints.</summary>
public sealed class RealSensorsSdks
{
    [Theory]
    [InlineData("track")]
    [InlineData("track", "batch")]
    [InlineData("track", "batch", "plain")]
    [InlineData("debug", "batch")]
    public async Task A_server_delivers_every_record_as_the_event_it_means(params string[] options)
    {
        await using var host = await IntakeHost.StartAsync();
        var told = await SdkProcess.RunAsync("sensors-node.cjs", [Address(host), .. options]);

        // Only the developer who debugs is told that a record was refused.
        if (options[0] == "track")
            Assert.Empty(told.GetProperty("failed").EnumerateArray());
        else
            Assert.Single(told.GetProperty("failed").EnumerateArray());
        var events = host.Intake.Events.ToDictionary(taken => taken.Name);
        Assert.Equal(
            ["OrderPaid", "ProductView", "profile.aliased", "profile.appended", "profile.identified", "profile.incremented", "profile.set_once", "profile.unset"],
            events.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("anonymous_id:anon-1", events["ProductView"].Names());
        var signUp = events["profile.aliased"];
        Assert.Contains("anonymous_id:anon-1", signUp.Names(), StringComparison.Ordinal);
        Assert.Contains("user_id:u-1", signUp.Names(), StringComparison.Ordinal);
        Assert.Equal("苹果🍎", events["OrderPaid"].PropertiesJson().GetProperty("title").GetString());
        Assert.Equal(12.5m, events["OrderPaid"].PropertiesJson().GetProperty("total").GetDecimal());
        Assert.Equal(DateTimeOffset.Parse("2025-11-03T02:03:04.567Z", null).ToUnixTimeMilliseconds(), events["OrderPaid"].OccurredAtMs);
        Assert.Equal("""{"name":"张三","age":30,"phone":"13800000000"}""", events["profile.identified"].AttributesJson().GetRawText());
        Assert.Contains("phone:13800000000", events["profile.identified"].Names(), StringComparison.Ordinal);
        Assert.Equal("""{"score":3}""", events["profile.incremented"].AttributesJson().GetRawText());
        Assert.Equal("""{"tags":["vip"]}""", events["profile.appended"].AttributesJson().GetRawText());
        Assert.Equal("""{"old":null}""", events["profile.unset"].AttributesJson().GetRawText());
        Assert.Equal("event.not_a_person", Assert.Single(host.Intake.Rejected).Code);
    }

    [Fact]
    public async Task A_server_that_only_tries_leaves_nothing_behind()
    {
        await using var host = await IntakeHost.StartAsync();
        var told = await SdkProcess.RunAsync("sensors-node.cjs", Address(host), "dryRun", "batch");
        Assert.Single(told.GetProperty("failed").EnumerateArray());
        Assert.Empty(host.Intake.Events);
        Assert.Empty(host.Intake.Rejected);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("ajax")]
    [InlineData("batch")]
    public async Task A_web_page_delivers_a_visit_and_a_sign_in(string way)
    {
        await using var host = await IntakeHost.StartAsync();
        var told = await SdkProcess.RunAsync("sensors-web.mjs", Address(host), way);

        Assert.Equal(0, told.GetProperty("kept").GetInt32());
        Assert.All(told.GetProperty("pictures").EnumerateArray(), picture => Assert.Equal("200 image/gif 42", picture.GetString()));
        Assert.Empty(host.Intake.Rejected);
        var events = host.Intake.Events.ToDictionary(taken => taken.Name);
        Assert.Equal(
            ["AddToCart", "page.viewed", "profile.aliased", "profile.appended", "profile.identified", "profile.incremented", "profile.set_once"],
            events.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/p", events["page.viewed"].PropertiesJson().GetProperty("$url_path").GetString());
        Assert.Equal("首页", events["page.viewed"].PropertiesJson().GetProperty("$title").GetString());
        Assert.Equal("苹果🍎", events["AddToCart"].PropertiesJson().GetProperty("title").GetString());
        var visitor = Assert.Single(events["page.viewed"].Identities);
        Assert.Equal(IdentityKind.AnonymousId, visitor.Kind);
        Assert.Equal([new Identity(IdentityKind.UserId, "u-7"), visitor], events["profile.aliased"].Identities.OrderBy(identity => identity.Kind));
        Assert.Contains(new Identity(IdentityKind.UserId, "u-7"), events["profile.appended"].Identities);
        Assert.True(events["profile.set_once"].AttributesJson().TryGetProperty("$first_visit_time", out _));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("single")]
    public async Task A_mini_program_delivers_all_it_collects(string way)
    {
        await using var host = await IntakeHost.StartAsync();
        var told = await SdkProcess.RunAsync("sensors-miniprogram.cjs", Address(host), way);

        Assert.All(told.GetProperty("statuses").EnumerateArray(), status => Assert.Equal(200, status.GetInt32()));
        Assert.Empty(host.Intake.Rejected);
        var events = host.Intake.Events;
        Assert.Equal(6, events.Count);
        // Its emoji arrive as two surrogates of three bytes each.
        var added = Assert.Single(events, taken => taken.Name == "AddToCart");
        Assert.Equal("苹果🍎", added.PropertiesJson().GetProperty("title").GetString());
        Assert.Contains("open_id:openid-abc", added.Names(), StringComparison.Ordinal);
        var bound = Assert.Single(events, taken => taken.Identities.Any(identity => identity.Kind == IdentityKind.Phone) && taken.Name == "profile.aliased");
        Assert.Contains("phone:13900000000", bound.Names(), StringComparison.Ordinal);
        Assert.Contains("user_id:u-9", bound.Names(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mini_program_hears_nothing_while_the_queue_is_full()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        var told = await SdkProcess.RunAsync("sensors-miniprogram.cjs", Address(host), "batch");
        Assert.Equal(1, told.GetProperty("failed").GetInt32());
    }

    private static string Address(IntakeHost host) => $"{host.Url}/sa?project=default&token={KeptIntake.WriteKey}";
}
