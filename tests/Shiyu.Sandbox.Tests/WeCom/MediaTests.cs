using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class MediaTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Fact]
    public async Task An_upload_is_good_for_three_days_in_the_one_kind_that_it_is()
    {
        await using var standIn = await StartAsync();
        var id = (await UploadAsync(standIn, "image", Png))["media_id"]!.GetValue<string>();

        Assert.Equal(0, await WelcomeAsync(standIn, "image", id));
        Assert.Equal(40007, await WelcomeAsync(standIn, "video", id));
        Assert.Equal(40007, await WelcomeAsync(standIn, "image", "nothing"));
        standIn.Wall.Advance(TimeSpan.FromDays(3));
        standIn.Token = (await standIn.GetTokenAsync())["access_token"]!.GetValue<string>();

        Assert.Equal(40007, await WelcomeAsync(standIn, "image", id));
    }

    [Fact]
    public async Task The_answer_has_its_time_as_a_text()
    {
        await using var standIn = await StartAsync();

        var answer = await UploadAsync(standIn, "file", Encoding.UTF8.GetBytes("一份价目表"));

        Assert.Equal(("file", $"{standIn.Wall.GetUtcNow().ToUnixTimeSeconds()}"), (answer["type"]!.GetValue<string>(), answer["created_at"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Sizes_and_kinds_are_held_to()
    {
        await using var standIn = await StartAsync();

        Assert.Equal(40058, Code(await UploadAsync(standIn, "song", Png)));
        Assert.Equal(45001, Code(await UploadAsync(standIn, "image", Png[..5])));
        Assert.Equal(45001, Code(await UploadAsync(standIn, "image", [.. Png, .. new byte[10 * 1024 * 1024]])));
        Assert.Equal(40123, Code(await UploadAsync(standIn, "image", Encoding.UTF8.GetBytes("no picture"))));
        Assert.Equal(40058, Code(await UploadAsync(standIn, "video", Png)));
        Assert.Equal(40058, Code(await UploadAsync(standIn, "image", Png, part: "file")));
    }

    private static async Task<JsonNode> UploadAsync(StandIn standIn, string type, byte[] bytes, string part = "media")
    {
        using var form = new MultipartFormDataContent("boundary");
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{part}\"; filename=\"a.png\"; filelength={bytes.Length}");
        form.Add(file);
        using var answer = await standIn.Http.PostAsync(
            new Uri($"/cgi-bin/media/upload?access_token={standIn.Token}&type={type}", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static async Task<int> WelcomeAsync(StandIn standIn, string kind, string id)
    {
        var (_, code) = await standIn.AddCustomerAsync();
        var attachment = new JsonObject { ["msgtype"] = kind, [kind] = new JsonObject { ["media_id"] = id } };
        return Code(await standIn.PostTextAsync("send_welcome_msg", new JsonObject { ["welcome_code"] = code, ["attachments"] = new JsonArray(attachment) }.ToJsonString()));
    }
}
