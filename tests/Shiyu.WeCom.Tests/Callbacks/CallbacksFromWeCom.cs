using System.Net;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Callbacks;

public sealed class CallbacksFromWeCom
{
    [Fact]
    public async Task Are_verified_with_exactly_the_plain_text()
    {
        await using var town = await CallbackTown.OpenAsync();
        var echo = town.Crypto.Encrypt("1616140317555161061");

        var answer = await town.GetAsync(echo, town.Crypto.Sign("1700000000", "nonce1", echo));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1616140317555161061"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync(Town.Stop));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_kept_durably_and_then_answered_with_an_empty_200(bool json)
    {
        await using var town = await CallbackTown.OpenAsync(works: false);
        var message = town.Event("del_follow_user", "wm1");

        var answer = await town.SendAsync(message, json);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Town.Stop));
        Assert.Contains("wm1", System.Text.Encoding.UTF8.GetString(town.Host.Documents("wecom.callback").Single().Value!));
    }

    [Fact]
    public async Task Are_not_acknowledged_when_they_could_not_be_kept()
    {
        await using var town = await CallbackTown.OpenAsync(works: false);
        var message = town.Event("del_follow_user", "wm1");
        town.Host.NextWriteFails = new IOException("disk full");

        Assert.Equal(HttpStatusCode.InternalServerError, (await town.SendAsync(message)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await town.SendAsync(message)).StatusCode);

        Assert.Single(town.Host.Documents("wecom.callback"));
    }

    [Fact]
    public async Task Are_refused_with_a_problem_when_the_signature_is_wrong()
    {
        await using var town = await CallbackTown.OpenAsync();
        var encrypted = town.Crypto.Encrypt(town.Event("del_follow_user", "wm1"));

        var answer = await town.PostAsync($"<xml><Encrypt>{encrypted}</Encrypt></xml>", town.Crypto.Sign("1700000001", "nonce1", encrypted));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("wecom.signature_mismatch", await answer.Content.ReadAsStringAsync(Town.Stop));
        Assert.Equal(0, town.Inbox.Waiting);
    }

    [Fact]
    public async Task Are_refused_when_meant_for_another_corp()
    {
        await using var town = await CallbackTown.OpenAsync();
        var encrypted = new WeCom.Crypto.WeComCrypto("tok", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "ww2").Encrypt(town.Event("del_follow_user", "wm1"));

        var answer = await town.PostAsync($"<xml><Encrypt>{encrypted}</Encrypt></xml>", town.Crypto.Sign("1700000000", "nonce1", encrypted));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY e \"x\">]><xml><Encrypt>&e;</Encrypt></xml>")]
    [InlineData("<xml><Encrypt></Encrypt></xml>")]
    [InlineData("{\"encrypt\":1}")]
    [InlineData("{\"encrypt\":\"\\ud800\"}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("hello")]
    public async Task Are_refused_when_their_body_is_no_envelope(string body)
    {
        await using var town = await CallbackTown.OpenAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await town.PostAsync(body, "0")).StatusCode);
    }

    [Fact]
    public async Task Are_refused_when_too_large_or_too_deep()
    {
        await using var town = await CallbackTown.OpenAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await town.PostAsync(new string('x', 65_537), "0")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await town.PostAsync(string.Concat(Enumerable.Repeat("<a>", 10_000)), "0")).StatusCode);
    }

    [Fact]
    public async Task That_repeat_make_no_second_event_before_or_after_they_were_worked_through_and_after_a_restart()
    {
        var town = await CallbackTown.OpenAsync();
        var message = town.Event("del_follow_user", "wm1");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => town.SendAsync(message)));
        await town.DoneAsync();
        await town.SendAsync(message);
        await town.DoneAsync();
        await using var again = await town.RestartAsync();
        await again.SendAsync(message);
        await again.DoneAsync();

        Assert.Equal("contact.deleted_by_customer", again.Host.EventNames.Single());
    }

    [Fact]
    public async Task That_repeat_may_write_their_elements_differently()
    {
        await using var town = await CallbackTown.OpenAsync();
        var at = town.Now;

        await town.SendAsync(town.Event("del_external_contact", "wm1", at, "<Source><![CDATA[DELETE_BY_TRANSFER]]></Source>"));
        await town.SendAsync($"""
            <xml><Source>DELETE_BY_TRANSFER</Source><ExternalUserID>wm1</ExternalUserID><UserID>zhangsan</UserID> <Event>change_external_contact</Event>
            <ChangeType>del_external_contact</ChangeType><MsgType>event</MsgType><CreateTime>{at}</CreateTime><FromUserName>sys</FromUserName><ToUserName>ww1</ToUserName></xml>
            """);
        await town.DoneAsync();

        Assert.Single(town.Host.Events);
    }

    [Fact]
    public async Task Of_two_customers_added_in_the_same_second_are_two_events()
    {
        await using var town = await CallbackTown.OpenAsync();
        var at = town.Now;

        await town.SendAsync(town.Event("add_external_contact", "wm1", at));
        await town.SendAsync(town.Event("add_external_contact", "wm2", at));
        await town.SendAsync(town.Event("add_external_contact", "wm1", at, member: "lisi"));    // and of one customer with two members
        await town.DoneAsync();

        Assert.Equal(3, town.Host.EventNames.Count(name => name == "contact.added"));
        Assert.Equal(2, town.Host.Events.Select(e => e.Identities[0].Value).Distinct().Count());
        Assert.All(town.Host.Events, e => Assert.Equal(at * 1_000, e.OccurredAtMs));
    }

    [Fact]
    public async Task Kept_before_a_crash_are_worked_through_after_it_in_order()
    {
        var town = await CallbackTown.OpenAsync(works: false);
        await town.SendAsync(town.Event("add_external_contact", "wm1"));
        await town.SendAsync(town.Event("del_follow_user", "wm1"));
        town.Time.Advance(TimeSpan.FromSeconds(3));
        await town.SendAsync(town.Event("add_external_contact", "wm1"));

        await using var again = await town.RestartAsync();
        await again.DoneAsync();

        Assert.Equal(["contact.added", "contact.deleted_by_customer", "contact.added"], again.Host.EventNames);
        Assert.Empty(again.Host.Documents("wecom.callback"));
    }

    [Fact]
    public async Task That_nobody_knows_are_counted_and_listed()
    {
        await using var town = await CallbackTown.OpenAsync();
        await town.SendAsync(town.Event("transfer_fail", "wm1", extra: "<FailReason>customer_refused</FailReason>"));
        await town.SendAsync("<xml><ToUserName>ww1</ToUserName><Event>change_external_tag</Event><ChangeType>create</ChangeType><Id>t1</Id></xml>");
        await town.DoneAsync();

        Assert.Empty(town.Host.Events);
        Assert.Equal(2, town.Status.View().CallbacksUnhandled);
        var listed = town.Host.Documents("wecom.unhandled").Select(record => System.Text.Encoding.UTF8.GetString(record.Value!)).ToList();
        Assert.Contains(listed, text => text.Contains("customer_refused", StringComparison.Ordinal));
        Assert.Contains(listed, text => text.Contains("change_external_tag", StringComparison.Ordinal));
    }
}
