using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

/// <summary>Channel codes over HTTP, on a server that no WeCom is connected to.</summary>
public sealed class ChannelCodes
{
    private const string Store = """{"title":"门店","members":[{"user":"lin","weight":2,"dailyCap":60,"shifts":[{"days":[1,2,3,4,5,6,7],"from":"00:00","to":"24:00","holidays":"ignored"}]},{"user":"chen"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_kept_before_WeCom_is_connected_and_say_who_would_stand()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (status, made) = await PutAsync(server, "store-qr", Store);
        var listed = JsonElement.Parse(await server.Admin.GetStringAsync("/api/channels", Stop)).GetProperty("items");

        Assert.Equal((HttpStatusCode.OK, false, "members"), (status, made.GetProperty("atWeCom").GetBoolean(), made.GetProperty("standingKind").GetString()));
        Assert.Equal(["chen", "lin"], made.GetProperty("standing").EnumerateArray().Select(user => user.GetString()));
        var member = listed[0].GetProperty("members")[0];
        Assert.Equal(("lin", 60, "24:00"), (member.GetProperty("user").GetString(), member.GetProperty("dailyCap").GetInt32(), member.GetProperty("shifts")[0].GetProperty("to").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/channels/store-qr/picture", Stop)).StatusCode);
    }

    [Fact]
    public async Task Are_refused_with_every_field_that_is_wrong()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (status, refused) = await PutAsync(server, "store-qr", """{"title":"","members":[]}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "channel.invalid"), (status, refused.GetProperty("code").GetString()));
        Assert.Equal(["title", "members"], refused.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/channels/store-qr", Stop)).StatusCode);
    }

    [Fact]
    public async Task Are_measured_by_the_day_of_the_add()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await PutAsync(server, "store-qr", Store);
        async Task Happens(string name, string properties) => Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(
            "/api/events", $$$"""{"id":"{{{Guid.NewGuid()}}}","name":"{{{name}}}","identities":{"user_id":"u1"},"properties":{{{properties}}}}""")).Status);

        await Happens("contact.added", """{"member":"lin","state":"store-qr"}""");
        await Happens("order.paid", """{"total":88.5}""");
        var sum = JsonElement.Parse(await server.Admin.GetStringAsync("/api/channels/store-qr/statistics", Stop)).GetProperty("sum");

        Assert.Equal((1, 1, 88.5m), (sum.GetProperty("adds").GetInt32(), sum.GetProperty("buyers").GetInt32(), sum.GetProperty("revenue").GetDecimal()));
        Assert.Equal(0, sum.GetProperty("kept1").GetProperty("of").GetInt32());
        Assert.Equal(1, JsonElement.Parse(await server.Admin.GetStringAsync("/api/channels/store-qr", Stop)).GetProperty("today").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Admin.GetAsync("/api/channels/store-qr/statistics?from=2026-3-1", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Admin.GetAsync("/api/channels/store-qr/statistics?from=2026-03-02&to=2026-03-01", Stop)).StatusCode);
    }

    [Fact]
    public async Task Are_taken_away()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await PutAsync(server, "store-qr", Store);

        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync("/api/channels/store-qr", Stop)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/channels/store-qr", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.DeleteAsync("/api/channels/store-qr", Stop)).StatusCode);
    }

    private static async Task<(HttpStatusCode, JsonElement)> PutAsync(ServerUnderTest server, string name, string body)
    {
        using var answer = await server.Admin.PutAsync($"/api/channels/{name}", ServerUnderTest.Json(body), Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }
}
