using Shiyu.WeCom.Api;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Api;

public sealed class CallsToWeCom
{
    private const string Follow = "get_follow_user_list";
    private static readonly object Members = new { errcode = 0, errmsg = "ok", follow_user = new[] { "zhangsan" } };

    [Fact]
    public async Task Share_one_token_that_one_of_them_fetches()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => Members;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(1, town.WeCom.TokensFetched);
        Assert.Equal(20, town.WeCom.CountOf(Follow));
    }

    [Fact]
    public async Task Fetch_a_new_token_before_the_old_one_expires()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => Members;
        await town.Client.FollowUsersAsync(Town.Stop);

        town.Time.Advance(TimeSpan.FromSeconds(7200 - 301));
        await town.Client.FollowUsersAsync(Town.Stop);
        Assert.Equal(1, town.WeCom.TokensFetched);

        town.Time.Advance(TimeSpan.FromSeconds(2));
        await town.Client.FollowUsersAsync(Town.Stop);
        Assert.Equal(2, town.WeCom.TokensFetched);
    }

    [Fact]
    public async Task Replace_a_refused_token_once_for_all_of_them()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => Members;
        await town.Client.FollowUsersAsync(Town.Stop);
        town.WeCom.Expired["token-1"] = true;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(2, town.WeCom.TokensFetched);
    }

    [Fact]
    public async Task Give_up_when_the_new_token_is_refused_too()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => new { errcode = 40014, errmsg = "invalid access_token" };

        var refused = await Assert.ThrowsAsync<WeComException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(40014, refused.Error.Code);
        Assert.Equal(2, town.WeCom.CountOf(Follow));
    }

    [Fact]
    public async Task Ask_a_wrong_secret_only_once_a_minute()
    {
        await using var town = await Town.OpenAsync();
        var asked = 0;
        town.WeCom.TokenAnswer = () =>
        {
            asked++;
            return new { errcode = 40001, errmsg = $"invalid credential {Town.Secret}" };
        };

        for (var i = 0; i < 5; i++)
        {
            var refused = await Assert.ThrowsAsync<WeComException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));
            Assert.Equal(40001, refused.Error.Code);
        }
        Assert.Equal(1, asked);

        town.Time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<WeComException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));
        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("garbage")]
    public async Task Ask_for_a_token_at_most_three_times_more(string how)
    {
        await using var town = await Town.OpenAsync();
        var asked = 0;
        town.WeCom.TokenAnswer = () =>
        {
            asked++;
            return how == "busy" ? new { errcode = -1, errmsg = "busy" } : "<html>";
        };

        await Assert.ThrowsAnyAsync<WeComCallException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(4, asked);
        Assert.Equal(0, town.WeCom.CountOf(Follow));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(45033)]
    [InlineData(6000)]
    public async Task That_read_are_repeated_while_the_system_is_busy(int errcode)
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => town.WeCom.CountOf(Follow) < 4 ? new { errcode, errmsg = "busy" } : Members;

        Assert.Equal(["zhangsan"], await town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(4, town.WeCom.CountOf(Follow));
    }

    [Fact]
    public async Task That_read_are_repeated_after_a_lost_answer_and_a_5xx()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => town.WeCom.CountOf(Follow) switch { 1 => null, 2 => 503, 3 => "<html>", _ => Members };

        Assert.Equal(["zhangsan"], await town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));
    }

    [Theory]
    [InlineData(84074)]
    [InlineData(48002)]
    [InlineData(60020)]
    [InlineData(123456)]
    public async Task Are_not_repeated_for_other_errors(int errcode)
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => new { errcode, errmsg = "no" };

        var refused = await Assert.ThrowsAsync<WeComException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)));

        Assert.Equal(errcode, refused.Error.Code);
        Assert.Equal(1, town.WeCom.CountOf(Follow));
    }

    [Fact]
    public async Task That_send_are_never_repeated_blindly()
    {
        await using var town = await Town.OpenAsync();
        const string Add = "add_msg_template";
        var request = new MessageTaskRequest("single", ["wm1"], "zhangsan", new TextPart("你好"), null);
        foreach (var answer in (object?[])[null, 500, new { errcode = -1 }, "not json"])
        {
            var before = town.WeCom.CountOf(Add);
            town.WeCom.Answers[Add] = _ => answer;
            await Assert.ThrowsAnyAsync<WeComCallException>(() => town.DriveAsync(town.Client.AddMessageTaskAsync(request, Town.Stop)));
            Assert.Equal(before + 1, town.WeCom.CountOf(Add));
        }
    }

    [Fact]
    public async Task That_are_refused_a_connection_were_not_taken()
    {
        await using var town = await Town.OpenAsync();
        town.Options = town.Options with { BaseUrl = new Uri("http://127.0.0.1:9") };
        using var client = town.NewClient();

        await Assert.ThrowsAsync<WeComUnreachableException>(() => town.DriveAsync(client.FollowUsersAsync(Town.Stop)));
    }

    [Fact]
    public async Task That_hang_end_unanswered_after_the_time_out_on_the_wall()
    {
        await using var town = await Town.OpenAsync();
        var never = new TaskCompletionSource();
        town.WeCom.Answers["add_msg_template"] = _ => never.Task;
        var call = town.Client.AddMessageTaskAsync(new MessageTaskRequest("single", ["wm1"], "zhangsan", new TextPart("hi"), null), Town.Stop);
        await CallbackTown.UntilAsync(() => !(town.WeCom.CountOf("add_msg_template") == 0));

        town.Time.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<WeComUnansweredException>(() => call);
        never.SetResult();
    }

    [Fact]
    public async Task Carry_Chinese_and_emoji_as_they_are()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers["add_msg_template"] = _ => new { errcode = 0, msgid = "m1" };

        await town.Client.AddMessageTaskAsync(new MessageTaskRequest("single", ["wm1"], "zhangsan", new TextPart("你好😀\n\"引\""), null), Town.Stop);

        var body = town.WeCom.Calls.Single().Body;
        Assert.Contains("你好😀\\n\\\"引\\\"", body);
        Assert.DoesNotContain("\\u", body);
        Assert.Equal("wm1", town.WeCom.Calls.Single().Json.GetProperty("external_userid")[0].GetString());
    }

    [Fact]
    public async Task Read_numbers_written_as_texts_and_nothing_as_nothing()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers["get"] = _ => """
            {"errcode":0,"errmsg":"ok","external_contact":{"external_userid":"wm1","name":"李四","gender":"2","unionid":null,"new_field":{"a":1}},
             "follow_user":[{"userid":"zhangsan","createtime":"","add_way":"1","state":null,"tags":null}]}
            """;

        var contact = await town.Client.ContactAsync("wm1", Town.Stop);

        Assert.Equal((2, ""), (contact.ExternalContact!.Gender, contact.ExternalContact.Unionid));
        Assert.Equal((1, 0, ""), (contact.FollowUser![0].AddWay, contact.FollowUser[0].Createtime, contact.FollowUser[0].State));
    }

    [Fact]
    public async Task Read_all_pages_and_begin_anew_when_a_cursor_has_expired()
    {
        await using var town = await Town.OpenAsync();
        var second = 0;
        town.WeCom.Answers["get_groupmsg_send_result"] = call => call.Json.GetProperty("cursor").GetString() switch
        {
            "" => new { errcode = 0, send_list = new[] { new { external_userid = "wm1", status = 1 } }, next_cursor = "two" },
            _ when second++ == 0 => new { errcode = 50100, errmsg = "invalid cursor" },
            _ => (object)new { errcode = 0, send_list = new[] { new { external_userid = "wm2", status = 2 } }, next_cursor = "" },
        };

        var results = await town.DriveAsync(town.Client.SendResultsAsync("m1", "zhangsan", Town.Stop));

        Assert.Equal(["wm1", "wm2"], results.Select(result => result.ExternalUserid));
    }

    [Fact]
    public async Task Stop_for_a_minute_at_the_frequency_limit_and_for_an_hour_when_that_was_not_enough()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => new { errcode = 45009, errmsg = "reach max api minute quota limit" };
        town.WeCom.Answers["get_corp_tag_list"] = _ => new { errcode = 0 };

        await Assert.ThrowsAsync<WeComException>(() => town.Client.FollowUsersAsync(Town.Stop));
        var refused = await Assert.ThrowsAsync<WeComException>(() => town.Client.FollowUsersAsync(Town.Stop));
        Assert.Equal(town.Time.GetUtcNow().AddMinutes(1), refused.RetryAt);
        Assert.Equal(1, town.WeCom.CountOf(Follow));
        await town.Client.CorpTagsAsync(Town.Stop);    // other APIs go on

        town.Time.Advance(TimeSpan.FromMinutes(1));
        refused = await Assert.ThrowsAsync<WeComException>(() => town.Client.FollowUsersAsync(Town.Stop));
        Assert.Equal(2, town.WeCom.CountOf(Follow));
        Assert.Equal(town.Time.GetUtcNow().AddHours(1), refused.RetryAt);
    }

    [Fact]
    public async Task Wait_for_the_next_minute_when_the_limit_of_calls_is_reached()
    {
        await using var town = await Town.OpenAsync();
        town.WeCom.Answers[Follow] = _ => Members;
        using var client = town.NewClient(callsPerMinute: 3);
        for (var i = 0; i < 3; i++) await client.FollowUsersAsync(Town.Stop);

        var fourth = client.FollowUsersAsync(Town.Stop);
        await town.Time.UntilTimerAsync(left => left == TimeSpan.FromMinutes(1));
        Assert.Equal(3, town.WeCom.CountOf(Follow));
        town.Time.Advance(TimeSpan.FromMinutes(1));

        await fourth;
        Assert.Equal(4, town.WeCom.CountOf(Follow));
    }

    [Fact]
    public async Task Are_at_most_eight_at_a_time()
    {
        await using var town = await Town.OpenAsync();
        var (now, most) = (0, 0);
        var gate = new TaskCompletionSource();
        town.WeCom.Answers[Follow] = _ =>
        {
            lock (gate) most = Math.Max(most, ++now);
            return AnswerAsync();
        };
        var calls = Enumerable.Range(0, 20).Select(_ => town.Client.FollowUsersAsync(Town.Stop)).ToList();
        while (Volatile.Read(ref now) < 8 && !calls.Any(call => call.IsCompleted)) await Task.Delay(1, Town.Stop);
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(8, most);

        async Task<object> AnswerAsync()
        {
            await gate.Task;
            lock (gate) now--;
            return Members;
        }
    }

    [Fact]
    public async Task Never_tell_the_secret_or_a_token()
    {
        await using var town = await Town.OpenAsync();
        var texts = new List<string>();
        foreach (var answer in (object?[])[null, 404, 500, "x", new { errcode = 40058, errmsg = "bad access_token=token-1" }, new { errcode = 999, errmsg = "token-1" }])
        {
            town.WeCom.Answers[Follow] = _ => answer;
            texts.Add((await Assert.ThrowsAnyAsync<WeComCallException>(() => town.DriveAsync(town.Client.FollowUsersAsync(Town.Stop)))).ToString());
        }
        town.Options = town.Options with { BaseUrl = new Uri("http://127.0.0.1:9") };
        using var client = town.NewClient();
        texts.Add((await Assert.ThrowsAnyAsync<WeComCallException>(() => town.DriveAsync(client.FollowUsersAsync(Town.Stop)))).ToString());
        texts.Add(town.Options.ToString());

        Assert.All(texts, text => Assert.DoesNotContain(Town.Secret, text));
        Assert.All(texts, text => Assert.DoesNotContain("token-1", text));
    }
}
