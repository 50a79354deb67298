using Shiyu.WeCom.Tests.Fakes;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.WeCom.Tests.Welcomes;

public sealed class MediaOfWelcomes
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Fact]
    public async Task Are_uploaded_before_anybody_needs_them_in_the_form_that_WeCom_documents()
    {
        await using var town = await OpenAsync();

        var (view, _) = await town.DriveAsync(town.Welcomes.PutMediaAsync("menu", "image", "价目表.png", Png, Town.Stop));

        Assert.True(view!.AtWeCom);
        var upload = town.WeCom.Calls.Single(call => call.Api == "upload");
        Assert.Equal("image", upload.Query["type"]);
        Assert.Contains("name=\"media\"; filename=\"价目表.png\"; filelength=8", upload.Body);
    }

    [Fact]
    public async Task Go_with_the_welcome_and_are_uploaded_again_well_before_they_die()
    {
        await using var town = await OpenAsync();
        await town.DriveAsync(town.Welcomes.PutMediaAsync("menu", "image", "menu.png", Png, Town.Stop));
        await town.Welcomes.PutAsync("all", new WelcomeRequest(null, null, null, "hello", ["menu"]));

        town.Time.Advance(MediaKeeper.Lifetime - MediaKeeper.Ahead - TimeSpan.FromSeconds(1));
        await town.DriveAsync(town.Media.KeepAsync(Town.Stop));
        Assert.Equal(1, town.WeCom.CountOf("upload"));
        town.Time.Advance(TimeSpan.FromSeconds(1));
        await town.DriveAsync(town.Media.KeepAsync(Town.Stop));
        Assert.Equal(2, town.WeCom.CountOf("upload"));

        await AddAsync(town, "wm1");
        Assert.Equal("media-2", Attachments(town, 0)[0].GetProperty("image").GetProperty("media_id").GetString());
    }

    [Fact]
    public async Task That_WeCom_does_not_have_are_left_out_rather_than_the_welcome()
    {
        await using var town = await OpenAsync();
        town.WeCom.Answers["upload"] = _ => new { errcode = 40006 };
        var (view, _) = await town.DriveAsync(town.Welcomes.PutMediaAsync("menu", "image", "menu.png", Png, Town.Stop));
        await town.Welcomes.PutAsync("all", new WelcomeRequest(null, null, null, "hello", ["menu"]));

        await AddAsync(town, "wm1");

        Assert.NotNull(view!.Fault);
        Assert.False(town.WeCom.Calls.Single(call => call.Api == "send_welcome_msg").Json.TryGetProperty("attachments", out _));
        Assert.Equal("media_missing:menu", MemoryHost.Properties(town.Host.Events.Single(e => e.Name == "welcome.sent")).GetProperty("reason").GetString());
        Assert.Equal(["menu"], town.Welcomes.Preview("zhangsan", "", null).MissingMedia);
    }

    [Fact]
    public async Task That_WeCom_has_lost_are_left_out_at_once_and_uploaded_anew()
    {
        await using var town = await OpenAsync();
        await town.DriveAsync(town.Welcomes.PutMediaAsync("menu", "image", "menu.png", Png, Town.Stop));
        await town.Welcomes.PutAsync("all", new WelcomeRequest(null, null, null, "hello", ["menu"]));
        town.WeCom.Answers["send_welcome_msg"] = call => new { errcode = call.Json.TryGetProperty("attachments", out _) ? 40007 : 0 };

        await AddAsync(town, "wm1");
        await CallbackTown.UntilAsync(() => town.WeCom.CountOf("upload") == 2);

        Assert.Equal(2, town.WeCom.CountOf("send_welcome_msg"));
        Assert.Equal("media_refused:menu", MemoryHost.Properties(town.Host.Events.Single(e => e.Name == "welcome.sent")).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("song", "a.png", "kind")]
    [InlineData("video", "a.mp4", "body")]
    [InlineData("image", "a\"b.png", "file")]
    public async Task Are_refused_where_WeCom_would_refuse_them(string kind, string file, string field)
    {
        await using var town = await OpenAsync();

        var (view, refusal) = await town.Welcomes.PutMediaAsync("menu", kind, file, Png, Town.Stop);

        Assert.Null(view);
        Assert.Equal(field, refusal!.Field);
    }

    [Fact]
    public async Task Stay_while_a_rule_uses_them()
    {
        await using var town = await OpenAsync();
        await town.DriveAsync(town.Welcomes.PutMediaAsync("menu", "image", "menu.png", Png, Town.Stop));
        await town.Welcomes.PutAsync("all", new WelcomeRequest(null, null, null, "hello", ["menu"]));

        Assert.Equal(["all"], await town.Welcomes.RemoveMediaAsync("menu"));
        await town.Welcomes.RemoveAsync("all");
        Assert.Empty((await town.Welcomes.RemoveMediaAsync("menu"))!);
        Assert.Null(await town.Welcomes.RemoveMediaAsync("menu"));
    }

    private static async Task<CallbackTown> OpenAsync()
    {
        var town = await CallbackTown.OpenAsync();
        var uploads = 0;
        town.WeCom.Answers["upload"] = _ => new { errcode = 0, type = "image", media_id = $"media-{Interlocked.Increment(ref uploads)}", created_at = "1380000000" };
        return town;
    }

    private static async Task AddAsync(CallbackTown town, string customer)
    {
        await town.SendAsync(town.Event("add_external_contact", customer, extra: CallbackTown.Code(customer)));
        await town.DoneAsync();
    }

    private static System.Text.Json.JsonElement Attachments(CallbackTown town, int welcome) =>
        town.WeCom.Calls.Where(call => call.Api == "send_welcome_msg").ElementAt(welcome).Json.GetProperty("attachments");
}
