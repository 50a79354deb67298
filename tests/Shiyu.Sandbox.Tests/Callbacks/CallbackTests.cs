using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Tests.Support;

namespace Shiyu.Sandbox.Tests.Callbacks;

public sealed class CallbackTests
{
    [Fact]
    public async Task A_new_friend_is_told_signed_and_encrypted_with_state_and_welcome_code()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });

        var (id, code) = await standIn.AddCustomerAsync(state: "store-qr");
        var told = await receiver.NextAsync();

        Assert.Equal("change_external_contact", told.Element("Event")!.Value);
        Assert.Equal("add_external_contact", told.Element("ChangeType")!.Value);
        Assert.Equal(("linxiaoyu", id), (told.Element("UserID")!.Value, told.Element("ExternalUserID")!.Value));
        Assert.Equal(("store-qr", code), (told.Element("State")!.Value, told.Element("WelcomeCode")!.Value));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), long.Parse(told.Element("CreateTime")!.Value));
    }

    [Fact]
    public async Task Two_friends_of_one_second_are_two_events()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });

        var (first, _) = await standIn.AddCustomerAsync();
        var (second, _) = await standIn.AddCustomerAsync();
        var told = new[] { await receiver.NextAsync(), await receiver.NextAsync() };

        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), told.Select(one => one.Element("ExternalUserID")!.Value).Order(StringComparer.Ordinal));
        Assert.Single(told.Select(one => one.Element("CreateTime")!.Value).Distinct());
    }

    [Fact]
    public async Task Deletions_and_tags_by_hand_are_told_and_the_api_s_own_tags_are_not()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });
        var (id, _) = await standIn.AddCustomerAsync();
        await receiver.NextAsync();
        var groups = await standIn.PostAsync("get_corp_tag_list", new { });
        var tag = groups["tag_group"]![0]!["tag"]![0]!["id"]!.GetValue<string>();

        await standIn.PostAsync("mark_tag", new { userid = "linxiaoyu", external_userid = id, add_tag = new[] { tag } });
        await standIn.DoAsync($"customers/{id}/tags", new { remove = new[] { tag } });
        Assert.Equal("edit_external_contact", (await receiver.NextAsync()).Element("ChangeType")!.Value);
        await standIn.DoAsync($"customers/{id}/delete", new { });
        Assert.Equal("del_follow_user", (await receiver.NextAsync()).Element("ChangeType")!.Value);
        await standIn.DoAsync("customers", new { externalUserId = id });
        await receiver.NextAsync();
        await standIn.DoAsync($"customers/{id}/delete", new { by = "member" });
        Assert.Equal("del_external_contact", (await receiver.NextAsync()).Element("ChangeType")!.Value);
    }

    [Fact]
    public async Task Three_attempts_are_made_and_then_the_event_is_lost()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });
        foreach (var status in (int[])[500, 500, 500])
            receiver.Answers.Enqueue(status);
        await VerifiedAsync(standIn);

        var (lost, _) = await standIn.AddCustomerAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(lost, (await receiver.NextAsync()).Element("ExternalUserID")!.Value);
            if (attempt < 3)
                await PauseAsync(standIn);
        }
        var record = await RecordAsync(standIn, 1);

        Assert.Equal(("lost", 3, "500"), (record["outcome"]!.GetValue<string>(), record["attempts"]!.GetValue<int>(), record["lastAnswer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_within_5_seconds_is_cut_off_and_asked_again()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });
        await VerifiedAsync(standIn);
        receiver.Silent = true;

        await standIn.AddCustomerAsync();
        await receiver.NextAsync();
        receiver.Silent = false;
        standIn.Wall.Advance(TimeSpan.FromSeconds(5));
        await PauseAsync(standIn);
        await receiver.NextAsync();
        var record = await RecordAsync(standIn, 1);

        Assert.Equal(("delivered", 2), (record["outcome"]!.GetValue<string>(), record["attempts"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_url_that_echoes_one_byte_too_many_is_not_verified()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.EchoesWrongly = true;
        await using var standIn = await StandIn.StartAsync(options => options with { CallbackUrl = receiver.Url });

        using var refused = await VerifyAsync(standIn);
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("exactly", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        receiver.EchoesWrongly = false;
        using var verified = await VerifyAsync(standIn);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
    }

    private static Task<HttpResponseMessage> VerifyAsync(StandIn standIn) =>
        standIn.Http.PostAsync(new Uri("/sandbox/verify", UriKind.Relative), null, TestContext.Current.CancellationToken);

    private static async Task VerifiedAsync(StandIn standIn)
    {
        using var answer = await VerifyAsync(standIn);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>
    /// Lets the sender's pause pass once it has begun, a moment after the answer. Time must stand still while a request is on its way: its own 5 seconds
    /// would run out on a busy machine.
    /// </summary>
    private static async Task PauseAsync(StandIn standIn)
    {
        await standIn.Wall.WaitedForAsync(TimeSpan.FromSeconds(1));
        standIn.Wall.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<JsonNode> RecordAsync(StandIn standIn, int count)
    {
        for (var tries = 0; tries < 3_000; tries++)
        {
            var records = (await standIn.Http.GetFromJsonAsync<JsonArray>("/sandbox/callbacks", TestContext.Current.CancellationToken))!;
            if (records.Count >= count)
                return records[count - 1]!;
        }
        throw new TimeoutException("No callback was settled.");
    }
}
