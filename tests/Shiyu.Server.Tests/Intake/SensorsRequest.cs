using System.IO.Compression;
using System.Net;
using System.Text;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary>Requests of SensorsData's clients, written by hand: what the real ones do not do, or only seldom.</summary>
public sealed class SensorsRequest
{
    private const string Track = """{"distinct_id":"d1","type":"track","event":"Paid","time":1762135384567,"_track_id":7,"properties":{"n":1},"identities":{"$identity_login_id":"u1"}}""";

    [Fact]
    public async Task Is_known_by_its_records_when_it_is_sent_again_later()
    {
        await using var host = await IntakeHost.StartAsync();
        foreach (var flushed in new[] { 1, 2 })
        {
            var list = Track.Replace("\"type\"", $"\"_flush_time\":{flushed},\"type\"", StringComparison.Ordinal);
            var withoutNumber = $$"""{"distinct_id":"d1","type":"profile_increment","time":5,"properties":{"n":1},"_flush_time":{{flushed}}}""";
            await SendAsync(host, $"[{list},{withoutNumber}]");
        }
        Assert.Equal(["Paid", "profile.incremented"], host.Intake.Events.Select(taken => taken.Name));
        Assert.Equal("""{"accepted":0,"repeated":2,"rejected":[]}""", (await SendAsync(host, $"[{Track},{Track}]")).Text);
    }

    [Fact]
    public async Task Tells_records_apart_that_differ_in_any_of_what_names_them()
    {
        await using var host = await IntakeHost.StartAsync();
        await SendAsync(host, $"[{Track},{Track.Replace("\"_track_id\":7", "\"_track_id\":8")},{Track.Replace("384567", "384568")},{Track.Replace("Paid", "Sold")}]");
        Assert.Equal(4, host.Intake.Events.Count);
    }

    [Theory]
    [InlineData("""{"distinct_id":"x","type":"track","event":"E"}""", "anonymous_id:x")]
    [InlineData("""{"distinct_id":"x","type":"track","event":"E","properties":{"$is_login_id":true}}""", "user_id:x")]
    [InlineData("""{"distinct_id":"x","login_id":"x","anonymous_id":"a","type":"track","event":"E"}""", "anonymous_id:a user_id:x")]
    [InlineData("""{"distinct_id":"member+9","login_id":"member+9","identities":{"member":"9","$identity_cookie_id":"c"},"type":"track","event":"E"}""", "anonymous_id:c user_id:9")]
    [InlineData("""{"distinct_id":"u","original_id":"a","type":"track_signup","event":"$SignUp"}""", "anonymous_id:a user_id:u")]
    [InlineData("""{"distinct_id":"u","original_id":"u","type":"track_signup"}""", "user_id:u")]
    [InlineData("""{"distinct_id":7,"type":"profile_set","properties":{"phone":"138","unionid":"un"}}""", "anonymous_id:7 phone:138 union_id:un")]
    [InlineData("""{"type":"track_id_bind","event":"$BindID","identities":{"$identity_mp_unionid":"un","$identity_mp_wx1_openid":"op","$identity_email":"a@b.cn"}}""", "open_id:op union_id:un")]
    public async Task Names_its_person(string record, string identities)
    {
        await using var host = await IntakeHost.StartAsync();
        await SendAsync(host, $"[{record}]");
        Assert.Equal(identities, Assert.Single(host.Intake.Events).Names());
    }

    [Fact]
    public async Task Joins_what_an_id_did_before_it_was_known_as_a_users()
    {
        await using var host = await IntakeHost.StartAsync();
        await SendAsync(host, """[{"distinct_id":"u1","type":"track","event":"A"},{"distinct_id":"u1","original_id":"c1","type":"track_signup"},{"distinct_id":"u1","type":"track","event":"B"}]""");
        Assert.Equal(
            ["anonymous_id:u1", "anonymous_id:c1 anonymous_id:u1 user_id:u1", "anonymous_id:u1 user_id:u1"], host.Intake.Events.Select(taken => taken.Names()));
    }

    [Theory]
    [InlineData("""{"distinct_id":"d","type":"track"}""", "event.missing_name")]
    [InlineData("""{"distinct_id":"d","type":"track","event":"加购"}""", "event.bad_name")]
    [InlineData("""{"distinct_id":"d","type":"track","event":"1st"}""", "event.bad_name")]
    [InlineData("""{"distinct_id":"d","event":"E"}""", "event.missing_type")]
    [InlineData("""{"distinct_id":"d","type":"launch","event":"E"}""", "event.unknown_type")]
    [InlineData("""{"type":"track","event":"E"}""", "event.missing_identity")]
    [InlineData("""{"distinct_id":{},"type":"track","event":"E"}""", "event.bad_identity")]
    [InlineData("""{"distinct_id":"d","type":"track","event":"E","time":"2026"}""", "event.unreadable_time")]
    [InlineData("""{"distinct_id":"d","type":"track","event":"E","properties":[]}""", "event.wrong_type")]
    [InlineData("""{"distinct_id":"d","type":"profile_increment","properties":{"n":"1"}}""", "event.bad_operand")]
    [InlineData("""{"distinct_id":"d","type":"profile_append","properties":{"n":[1]}}""", "event.bad_operand")]
    [InlineData("""{"identities":{"$identity_mobile":"1"},"type":"track_id_unbind"}""", "event.cannot_unbind")]
    [InlineData("""{"type":"item_delete","item_type":"sku","item_id":"p"}""", "event.not_a_person")]
    [InlineData("7", "event.not_an_object")]
    public async Task Is_answered_200_and_lists_what_it_lost(string record, string code)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await SendAsync(host, $"[{Track},{record}]");
        Assert.Equal((HttpStatusCode.OK, $"1:{code}"), (answer.Status, Assert.Single(answer.Refused)));
        Assert.Equal((1, code), (Assert.Single(host.Intake.Rejected).Item, host.Intake.Rejected[0].Code));
        Assert.Single(host.Intake.Events);
    }

    [Theory]
    [InlineData("data_list=%5B%5D", HttpStatusCode.OK, "intake.bad_base64")]
    [InlineData("data_list=H4sIAAAAAAAA", HttpStatusCode.OK, "intake.broken_gzip")]
    [InlineData("data_list=W3s=", HttpStatusCode.OK, "intake.malformed_json")]
    [InlineData("data=Nw==", HttpStatusCode.OK, "intake.not_an_object")]
    [InlineData("x=1", HttpStatusCode.BadRequest, "intake.missing_data")]
    [InlineData("data=e30=&crc=5", HttpStatusCode.BadRequest, "intake.bad_crc")]
    [InlineData("gzip=9&data_list=e30=", HttpStatusCode.UnsupportedMediaType, "intake.encrypted")]
    public async Task Is_kept_with_its_reason_when_it_cannot_be_read(string body, HttpStatusCode status, string code)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(status, (await host.SendAsync(Address("/sa"), new StringContent(body))).Status);
        Assert.Equal(("sensors", code), (Assert.Single(host.Intake.Rejected).Source, host.Intake.Rejected[0].Code));
        Assert.NotEqual(HttpStatusCode.OK, (await host.SendAsync(Address("/debug"), new StringContent(body))).Status);
    }

    [Theory]
    [InlineData("-33055175")]
    [InlineData("4261912121")]
    public async Task Carries_the_checksum_that_its_client_computes(string checksum)
    {
        await using var host = await IntakeHost.StartAsync();
        const string Data = "eyJkaXN0aW5jdF9pZCI6InUxIiwidHlwZSI6InRyYWNrIiwiZXZlbnQiOiJBIiwidGltZSI6MTc2MjEzNTM4NDU2NywicHJvcGVydGllcyI6e319";
        using var answer = await host.Http.GetAsync($"{Address("/sa.gif")}&data={Data}&ext=crc%3D{checksum}", TestContext.Current.CancellationToken);
        Assert.Equal("image/gif", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("A", Assert.Single(host.Intake.Events).Name);
    }

    [Fact]
    public async Task Survives_a_plus_that_became_a_space_and_a_missing_gzip_flag()
    {
        await using var host = await IntakeHost.StartAsync();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($"[{Track.Replace("\"n\":1", "\"n\":\"~~~???>>>茶茶\"")}]"), TestContext.Current.CancellationToken);
        await host.SendAsync(Address("/sa"), new StringContent($"data_list={Convert.ToBase64String(packed.ToArray()).Replace('+', ' ')}"));
        Assert.Equal("~~~???>>>茶茶", Assert.Single(host.Intake.Events).PropertiesJson().GetProperty("n").GetString());
    }

    [Fact]
    public async Task Maps_the_names_that_clients_collect_unless_the_workspace_says_otherwise()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.EventNames = host.Intake.EventNames.Add("$WebClick", "button.pressed").Add("PayOrder", "order.paid");
        await SendAsync(host, $"[{string.Join(',', new[] { "$pageview", "$WebClick", "$MPViewScreen", "PayOrder", "Other" }.Select(name => Track.Replace("Paid", name)))}]");
        Assert.Equal(["page.viewed", "button.pressed", "screen.viewed", "order.paid", "Other"], host.Intake.Events.Select(taken => taken.Name));
    }

    [Fact]
    public async Task Removes_a_profile_and_what_it_names()
    {
        await using var host = await IntakeHost.StartAsync();
        await SendAsync(host, """[{"distinct_id":"d","type":"profile_unset","properties":{"a":true,"引\"号":0}},{"distinct_id":"d","type":"profile_delete","properties":{}}]""");
        Assert.Equal(["profile.unset", "profile.deleted"], host.Intake.Events.Select(taken => taken.Name));
        Assert.Equal(["a", "引\"号"], host.Intake.Events[0].AttributesJson().EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("/sa?project=default")]
    [InlineData("/sa?project=default&token=wrong")]
    [InlineData("/sa?project=other&token=wk_demo")]
    public async Task Of_a_stranger_is_turned_away_and_leaves_nothing(string address)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(address, Body("[]"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(address, new StringContent("data=!"))).Status);
        Assert.Empty(host.Intake.Rejected);
    }

    [Fact]
    public async Task Finds_a_full_queue_and_is_asked_to_come_again()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        var answer = await SendAsync(host, $"[{Track},7]");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Empty(host.Intake.Rejected);
        Assert.Equal("*", answer.AllowOrigin);
    }

    private static Task<Answer> SendAsync(IntakeHost host, string json) => host.SendAsync(Address("/sa"), Body(json));

    private static string Address(string path) => $"{path}?project=default&token={KeptIntake.WriteKey}";

    private static StringContent Body(string json) => new($"data_list={Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)))}");
}
