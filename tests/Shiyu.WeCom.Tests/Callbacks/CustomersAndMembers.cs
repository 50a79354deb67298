using System.Text;
using Shiyu.Runtime.Intake;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Callbacks;

public sealed class CustomersAndMembers
{
    private const string Send = "send_welcome_msg";

    [Fact]
    public async Task That_meet_make_a_contact_with_a_welcome_and_what_WeCom_knows()
    {
        await using var town = await CallbackTown.OpenAsync();

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1") + "<State>store-7</State>"));
        await town.DoneAsync();

        Assert.Equal([Send, "get"], town.WeCom.Calls.Select(call => call.Api));    // the welcome before anything slow
        Assert.Equal(("c1", "欢迎"), (town.WeCom.Calls.First().Json.GetProperty("welcome_code").GetString(),
            town.WeCom.Calls.First().Json.GetProperty("text").GetProperty("content").GetString()));
        Assert.Equal(["contact.added", "welcome.sent"], town.Host.EventNames);
        var added = town.Host.Events[0];
        Assert.Equal([new Identity(IdentityKind.ExternalUserId, "wm1"), new Identity(IdentityKind.UnionId, "union-wm1")], added.Identities);
        var properties = MemoryHost.Properties(added);
        Assert.Equal(("zhangsan", "store-7", 1, "sent"), (properties.GetProperty("member").GetString(), properties.GetProperty("state").GetString(),
            properties.GetProperty("add_way").GetInt32(), properties.GetProperty("welcome").GetString()));
        var attributes = MemoryHost.Attributes(added);
        Assert.Equal(("李四", "female", "store-7"),
            (attributes.GetProperty("name").GetString(), attributes.GetProperty("gender").GetString(), attributes.GetProperty("channel").GetString()));
    }

    [Fact]
    public async Task Are_welcomed_while_the_details_of_others_are_slow()
    {
        await using var town = await CallbackTown.OpenAsync();
        var slow = new TaskCompletionSource();
        town.WeCom.Answers["get"] = _ => slow.Task;
        for (var i = 0; i < 8; i++) await town.SendAsync(town.Event("edit_external_contact", $"wm{i}"));

        for (var i = 0; i < 8; i++) await town.SendAsync(town.Event("add_external_contact", $"wm{i}", extra: CallbackTown.Code($"c{i}")));

        await CallbackTown.UntilAsync(() => town.WeCom.CountOf(Send) == 8);    // with manual time standing still: no second has passed
        Assert.Empty(town.Host.Events);
        slow.SetResult();
    }

    [Fact]
    public async Task Are_not_welcomed_when_the_20_seconds_are_over()
    {
        var town = await CallbackTown.OpenAsync(works: false);
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        town.Time.Advance(TimeSpan.FromSeconds(20));

        await using var again = await town.RestartAsync();
        await again.DoneAsync();

        Assert.Equal(0, again.WeCom.CountOf(Send));
        Assert.Equal(["contact.added", "welcome.failed"], again.Host.EventNames);
        Assert.Equal("too_late", MemoryHost.Properties(again.Host.Events[1]).GetProperty("reason").GetString());
        Assert.Equal("failed:too_late", MemoryHost.Properties(again.Host.Events[0]).GetProperty("welcome").GetString());
    }

    [Fact]
    public async Task Are_welcomed_after_a_quick_restart()
    {
        var town = await CallbackTown.OpenAsync(works: false);
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        town.Time.Advance(TimeSpan.FromSeconds(19));

        await using var again = await town.RestartAsync();
        // Time stands still: driven on, the one second that is left would pass while the welcome is on its way.
        await CallbackTown.UntilAsync(() => again.Inbox.Waiting == 0);

        Assert.Equal(["contact.added", "welcome.sent"], again.Host.EventNames);
    }

    [Fact]
    public async Task Hear_a_welcome_whose_trouble_lasts_no_longer_than_the_window()
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers[Send] = _ => 500;
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.DoneAsync();

        Assert.InRange(town.WeCom.CountOf(Send), 10, 20);    // a second apart, then the window is over
        Assert.Equal("unanswered", MemoryHost.Properties(town.Host.Events[1]).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(41050, 1)]
    [InlineData(41051, 1)]
    [InlineData(41053, 1)]
    [InlineData(41096, 2)]
    [InlineData(-1, 4)]
    public async Task Hear_no_welcome_when_WeCom_refuses_it(int errcode, int attempts)
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers[Send] = _ => new { errcode, errmsg = "no" };

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.DoneAsync();

        Assert.Equal(attempts, town.WeCom.CountOf(Send));
        Assert.StartsWith($"wecom:{errcode} ", MemoryHost.Properties(town.Host.Events[1]).GetProperty("reason").GetString());
        Assert.Equal("welcome.failed", town.Host.EventNames[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Heard_the_welcome_whose_answer_was_lost(bool busy)
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers[Send] = _ => town.WeCom.CountOf(Send) > 1 ? new { errcode = 41051, errmsg = "used" } : busy ? new { errcode = -1, errmsg = "busy" } : null;

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.DoneAsync();

        Assert.Equal(["contact.added", "welcome.sent"], town.Host.EventNames);
        Assert.Equal("answer_lost", MemoryHost.Properties(town.Host.Events[1]).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task That_meet_in_two_steps_make_one_contact_and_hear_one_welcome()
    {
        await using var town = await CallbackTown.OpenAsync();

        await town.SendAsync(town.Event("add_half_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c2")));
        await town.DoneAsync();

        Assert.Equal(1, town.WeCom.CountOf(Send));
        Assert.Equal(["contact.added", "welcome.sent", "contact.accepted"], town.Host.EventNames);

        town.Time.Advance(TimeSpan.FromHours(1));
        await town.SendAsync(town.Event("del_follow_user", "wm1"));
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c3")));
        await town.DoneAsync();

        Assert.Equal(2, town.WeCom.CountOf(Send));    // who comes back is welcomed again
        Assert.Equal(2, town.Host.EventNames.Count(name => name == "contact.added"));
    }

    [Fact]
    public async Task That_meet_in_two_steps_hear_one_welcome_even_when_a_restart_comes_between_it_and_the_event()
    {
        var town = await CallbackTown.OpenAsync();
        var slow = new TaskCompletionSource<object>();
        town.WeCom.Answers["get"] = _ => slow.Task;    // until the details come the half-add is no event
        await town.SendAsync(town.Event("add_half_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await CallbackTown.UntilAsync(() => town.WeCom.CountOf("get") == 1);

        await using var again = await town.RestartAsync();
        await again.SendAsync(again.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c2")));
        // The lane has come to both.
        await CallbackTown.UntilAsync(() => again.Host.Documents("wecom.callback").All(kept => Encoding.UTF8.GetString(kept.Value!).Contains("\"welcome\"", StringComparison.Ordinal)));
        slow.SetResult(CallbackTown.Contact("wm1"));
        await again.DoneAsync();

        Assert.Equal(1, again.WeCom.CountOf(Send));
        Assert.Equal(["contact.added", "welcome.sent", "contact.accepted"], again.Host.EventNames);
    }

    [Fact]
    public async Task Who_come_back_are_welcomed_before_their_leaving_has_been_worked_through()
    {
        await using var town = await CallbackTown.OpenAsync();
        await town.SendAsync(town.Event("add_half_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.DoneAsync();
        var slow = new TaskCompletionSource<object>();
        town.WeCom.Answers["get"] = _ => slow.Task;
        await town.SendAsync(town.Event("edit_external_contact", "wm1"));    // the worker waits here
        await town.SendAsync(town.Event("del_follow_user", "wm1"));

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c2")));

        await CallbackTown.UntilAsync(() => town.WeCom.CountOf(Send) == 2);
        slow.SetResult(CallbackTown.Contact("wm1"));
        await town.DoneAsync();
        Assert.Equal(2, town.Host.EventNames.Count(name => name == "welcome.sent"));
    }

    [Fact]
    public async Task Meet_even_when_the_welcome_cannot_be_written_down()
    {
        var town = await CallbackTown.OpenAsync(works: false);
        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        town.Host.NextWriteFails = new IOException("disk full");

        await using var again = await town.RestartAsync();
        await again.DoneAsync();

        Assert.Equal(["contact.added", "welcome.failed"], again.Host.EventNames);
        Assert.Equal("error", MemoryHost.Properties(again.Host.Events[1]).GetProperty("reason").GetString());
        Assert.Equal(0, again.WeCom.CountOf(Send));
    }

    [Fact]
    public async Task Meet_even_when_WeCom_has_no_relation_to_show()
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers["get"] = _ => new { errcode = 84061, errmsg = "not external contact" };

        await town.SendAsync(town.Event("add_half_external_contact", "wm1", extra: "<State>store-7</State>"));
        await town.DoneAsync();

        Assert.Equal("contact.added", town.Host.EventNames.Single());
        Assert.Equal("store-7", MemoryHost.Attributes(town.Host.Events[0]).GetProperty("channel").GetString());
        Assert.Equal(0, town.Status.View().CallbacksUnhandled);
    }

    [Fact]
    public async Task Meet_even_when_the_details_cannot_be_read_and_that_is_listed()
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers["get"] = _ => new { errcode = 48002, errmsg = "no permission" };

        await town.SendAsync(town.Event("add_external_contact", "wm1"));
        await town.DoneAsync();

        Assert.Equal("contact.added", town.Host.EventNames.Single());
        Assert.Contains("48002", System.Text.Encoding.UTF8.GetString(town.Host.Documents("wecom.unhandled").Single().Value!));
        Assert.Equal(48002, town.Status.View().LastError!.Errcode);
    }

    [Theory]
    [InlineData("del_follow_user", "", "contact.deleted_by_customer", null)]
    [InlineData("del_external_contact", "<Source><![CDATA[DELETE_BY_TRANSFER]]></Source>", "contact.deleted_by_member", "DELETE_BY_TRANSFER")]
    public async Task Part(string changeType, string extra, string name, string? source)
    {
        await using var town = await CallbackTown.OpenAsync();

        await town.SendAsync(town.Event(changeType, "wm1", extra: extra));
        await town.DoneAsync();

        var properties = MemoryHost.Properties(town.Host.Events.Single());
        Assert.Equal((name, "zhangsan"), (town.Host.EventNames.Single(), properties.GetProperty("member").GetString()));
        Assert.Equal(source, properties.TryGetProperty("source", out var given) ? given.GetString() : null);
        Assert.Empty(town.WeCom.Calls);
    }

    [Fact]
    public async Task Bring_tags_that_are_set_and_unset_by_title_or_name()
    {
        await using var town = await CallbackTown.OpenAsync();
        town.WeCom.Answers["get"] = _ => CallbackTown.Contact("wm1", ("等级", "金卡", 1), ("level", "black", 2), ("别的", "金卡", 1));
        await town.SendAsync(town.Event("edit_external_contact", "wm1"));
        await town.DoneAsync();

        Assert.Equal(["contact.tags_changed", "tag.set"], town.Host.EventNames);
        Assert.Equal(["金卡", "black", "金卡"],
            MemoryHost.Properties(town.Host.Events[0]).GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("level/gold", MemoryHost.Properties(town.Host.Events[1]).GetProperty("tag").GetString());

        town.Time.Advance(TimeSpan.FromSeconds(2));
        town.WeCom.Answers["get"] = _ => CallbackTown.Contact("wm1", ("level", "black", 1));
        await town.SendAsync(town.Event("edit_external_contact", "wm1"));
        await town.DoneAsync();

        Assert.Equal(["contact.tags_changed", "tag.unset", "tag.set"], town.Host.EventNames.Skip(2));
        Assert.Equal(["level/gold", "level/black"], town.Host.Events.Skip(3).Select(e => MemoryHost.Properties(e).GetProperty("tag").GetString()));

        town.Time.Advance(TimeSpan.FromSeconds(2));
        await town.SendAsync(town.Event("edit_external_contact", "wm1"));
        await town.DoneAsync();
        Assert.Equal("contact.tags_changed", Assert.Single(town.Host.EventNames.Skip(5)));
    }

    [Fact]
    public async Task Are_not_welcomed_where_no_welcome_is_defined()
    {
        await using var town = await CallbackTown.OpenAsync();
        town.Host.Definitions = town.Host.Definitions with { Workspace = town.Host.Definitions.Workspace with { Welcome = null } };

        await town.SendAsync(town.Event("add_external_contact", "wm1", extra: CallbackTown.Code("c1")));
        await town.DoneAsync();

        Assert.Equal("contact.added", town.Host.EventNames.Single());
        Assert.False(MemoryHost.Properties(town.Host.Events[0]).TryGetProperty("welcome", out _));
    }
}
