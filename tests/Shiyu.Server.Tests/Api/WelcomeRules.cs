using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

/// <summary>Welcome rules and media over HTTP, on a server that no WeCom is connected to.</summary>
public sealed class WelcomeRules
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decide_as_the_preview_says()
    {
        await using var server = await StartAsync();
        await PutAsync(server, "/api/welcomes/store", """{"channel":"store-qr","material":"store"}""");
        await PutAsync(server, "/api/welcomes/lin", """{"members":["lin"],"material":"hello","times":[{"days":[1,2,3,4,5,6,7],"from":"00:00","to":"24:00","holidays":"ignored"}]}""");

        var store = await GetAsync(server, "/api/welcomes/preview?member=lin&channel=store-qr");
        var lin = await GetAsync(server, "/api/welcomes/preview?member=lin&at=2026-03-01T22:00:00%2B08:00");
        var other = await GetAsync(server, "/api/welcomes/preview?member=chen");

        Assert.Equal(("store", "来自store-qr"), (store.GetProperty("rule").GetString(), store.GetProperty("text").GetString()));
        Assert.Equal(("lin", "2026-03-01T22:00:00.000+08:00"), (lin.GetProperty("rule").GetString(), lin.GetProperty("at").GetString()));
        Assert.Equal(("", "hello"), (other.GetProperty("rule").GetString(), other.GetProperty("material").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Admin.GetAsync("/api/welcomes/preview?at=yesterday", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync("/api/welcomes/lin", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.DeleteAsync("/api/welcomes/lin", Stop)).StatusCode);
    }

    [Fact]
    public async Task Are_refused_with_every_field_that_is_wrong()
    {
        await using var server = await StartAsync();

        var (status, refused) = await PutAsync(server, "/api/welcomes/store", """{"channel":"","material":"none"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "welcome.invalid"), (status, refused.GetProperty("code").GetString()));
        Assert.Equal(["channel", "material"], refused.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Keep_their_media_which_come_back_as_they_were_given()
    {
        await using var server = await StartAsync();

        var (status, media) = await UploadAsync(server, "menu", "image", Png);
        await PutAsync(server, "/api/welcomes/store", """{"material":"hello","media":["menu"]}""");

        Assert.Equal((HttpStatusCode.OK, 8, false), (status, media.GetProperty("length").GetInt32(), media.GetProperty("atWeCom").GetBoolean()));
        Assert.Equal(Png, await server.Admin.GetByteArrayAsync("/api/media/menu/file", Stop));
        Assert.Equal(HttpStatusCode.Conflict, (await server.Admin.DeleteAsync("/api/media/menu", Stop)).StatusCode);
        var (refused, why) = await UploadAsync(server, "film", "video", Png);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "media.invalid"), (refused, why.GetProperty("code").GetString()));
        await server.Admin.DeleteAsync("/api/welcomes/store", Stop);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync("/api/media/menu", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/media/menu/file", Stop)).StatusCode);
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(
            ("w.yaml", "{ workspace: main, time_zone: Asia/Shanghai, welcome: hello }"), ("h.yaml", "{ material: hello, text: 你好 }"),
            ("s.yaml", "{ material: store, text: \"来自{{channel}}\" }"));
        return server;
    }

    private static async Task<JsonElement> GetAsync(ServerUnderTest server, string path) => JsonElement.Parse(await server.Admin.GetStringAsync(path, Stop));

    private static async Task<(HttpStatusCode, JsonElement)> PutAsync(ServerUnderTest server, string path, string body)
    {
        using var answer = await server.Admin.PutAsync(path, ServerUnderTest.Json(body), Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private static async Task<(HttpStatusCode, JsonElement)> UploadAsync(ServerUnderTest server, string name, string kind, byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await server.Admin.PutAsync($"/api/media/{name}?kind={kind}&file=a.bin", body, Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }
}
