using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shiyu.Server.Webhooks;
using Xunit;

namespace Shiyu.Server.Tests.Webhooks;

public sealed class Delivered
{
    private const string Call = "{ sop: s, trigger: { event: asked }, reentry: always, exit: { event: stop }, steps: [ { id: tell, call: crm, body: { kind: 优惠, n: 1.5 }, expires: 2h }, { id: last, at: +9d, task: ring } ] }";
    private const string Message = "{ sop: s, trigger: { event: asked }, exit: { event: stop }, steps: [ { id: say, send: crm, material: hello, expires: 2h }, { id: last, at: +9d, task: ring } ] }";

    [Fact]
    public async Task A_call_comes_signed_with_who_what_and_its_body()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        var got = Assert.Single(receiver.All);
        Assert.True(got.IsSigned(Receiver.Secret));
        Assert.Equal(("/hook", world.Wall.GetUtcNow().ToUnixTimeSeconds().ToString()), (got.Path, got.Timestamp));
        var run = Assert.Single((await world.Runtime.CustomerAsync("c1"))!.Runs).Id;
        var body = JsonElement.Parse(got.Text);
        Assert.Equal("sop.call", body.GetProperty("type").GetString());
        Assert.Equal("2026-03-01T02:00:00.000Z", body.GetProperty("timestamp").GetString());
        Assert.Equal(
            $$$"""{"delivery":"{{{got.Id}}}","sop":"s","run":"{{{run}}}","step":"tell","customer":"c1","identities":[{"kind":"user_id","value":"u1"}],"body":{"kind":"优惠","n":1.5}}""",
            body.GetProperty("data").GetRawText());
        Assert.Equal(("delivered", null), await world.FateAsync());

        await world.SendAsync();
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_message_comes_with_its_text()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await WebhookWorld.StartAsync(Message);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked", """{"name":"林"}""");

        await world.SendAsync();

        var data = JsonElement.Parse(Assert.Single(receiver.All).Text).GetProperty("data");
        Assert.Equal("""{"material":"hello","text":"你好，林"}""", data.GetProperty("message").GetRawText());
        Assert.Equal(("delivered", null), await world.FateAsync());
    }

    [Theory]
    [InlineData(408), InlineData(429), InlineData(500), InlineData(503)]
    public async Task Is_tried_again_under_the_same_id_when_the_receiver_fails_for_a_while(int status)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(status);
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");
        await world.SendAsync();
        Assert.Equal(("queued", $"retrying:http:{status}"), await world.FateAsync());

        await world.PassAsync(TimeSpan.FromSeconds(2));
        await world.SendAsync();
        Assert.Single(receiver.All);
        receiver.Answer = Receiver.Status(204);
        // Also after a restart, and when the step has expired: a call that went out once is on its way.
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromHours(3));
        await world.SendAsync();

        Assert.Equal(("delivered", null), await world.FateAsync());
        Assert.Equal(2, receiver.All.Count);
        Assert.Single(receiver.All.Select(got => got.Id).Distinct());
        Assert.Equal(2, receiver.All.Select(got => got.Timestamp).Distinct().Count());
        Assert.All(receiver.All, got => Assert.True(got.IsSigned(Receiver.Secret)));
        Assert.Equal(0, world.Tries.Waiting("crm"));
    }

    [Fact]
    public async Task Waits_as_long_as_the_receiver_asks()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(503, retryAfter: "600");
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");
        await world.SendAsync();

        await world.PassAsync(TimeSpan.FromSeconds(599));
        await world.SendAsync();
        Assert.Single(receiver.All);
        await world.PassAsync(TimeSpan.FromSeconds(1));
        await world.SendAsync();

        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task Is_tried_again_when_no_answer_comes_in_time()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = receiver.Silence;
        await using var world = await WebhookWorld.StartAsync(Call, new WebhookOptions { AllowPrivate = true, AnswerWithin = TimeSpan.FromMilliseconds(300) });
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        Assert.Equal(("queued", "retrying:timeout"), await world.FateAsync());
    }

    [Fact]
    public async Task Is_tried_again_when_nobody_listens()
    {
        var receiver = await Receiver.StartAsync();
        var url = receiver.Url;
        await receiver.DisposeAsync();
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        Assert.Equal(("queued", "retrying:unreachable"), await world.FateAsync());
    }

    [Theory]
    [InlineData(400), InlineData(401), InlineData(404), InlineData(410), InlineData(301), InlineData(307)]
    public async Task Is_a_dead_letter_at_once_when_the_receiver_will_never_take_it(int status)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        Assert.Equal(("failed", $"dead_letter:http:{status}"), await world.FateAsync());
        var (key, letter) = Assert.Single(world.Tries.Dead("", 10));
        Assert.Equal(("crm", 1, $"http:{status}"), (letter.Webhook, letter.Tries, letter.Reason));
        Assert.Equal(["/hook"], receiver.All.Select(got => got.Path));

        receiver.Answer = Receiver.Status(200);
        Assert.True(await world.Dispatcher.AgainAsync(key));
        Assert.False(await world.Dispatcher.AgainAsync(key));
        await world.SendAsync();
        Assert.Equal(("delivered", null), await world.FateAsync());
        Assert.Empty(world.Tries.Dead("", 10));
        Assert.Single(receiver.All.Select(got => got.Id).Distinct());
    }

    [Fact]
    public async Task Is_a_dead_letter_when_the_receiver_fails_for_a_day()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(500);
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        for (var tries = 0; tries < 100 && (await world.FateAsync()).State != "failed"; tries++)
        {
            await world.SendAsync();
            await world.PassAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal(("failed", "dead_letter:http:500"), await world.FateAsync());
        Assert.InRange(receiver.All.Count, 22, 26);
    }

    [Fact]
    public async Task Never_goes_where_a_private_network_is()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await WebhookWorld.StartAsync(Call, new WebhookOptions());
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        Assert.Equal(("failed", "dead_letter:private_address"), await world.FateAsync());
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task Does_not_read_on_when_the_answer_never_ends()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = async context =>
        {
            for (var line = new byte[4096]; !context.RequestAborted.IsCancellationRequested;) await context.Response.Body.WriteAsync(line, context.RequestAborted);
        };
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");

        await world.SendAsync();

        Assert.Equal(("delivered", null), await world.FateAsync());
    }

    /// <summary>Law 6: whoever has left gets nothing, also between two tries of a message.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Is_not_a_message_to_somebody_who_has_left(bool afterATry)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(500);
        await using var world = await WebhookWorld.StartAsync(Message);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");
        if (afterATry) await world.SendAsync();
        await world.HappensAsync("stop");
        await world.PassAsync(TimeSpan.FromMinutes(1));

        await world.SendAsync();

        Assert.Equal(("skipped", "ended:exit"), await world.FateAsync());
        Assert.Equal(afterATry ? 1 : 0, receiver.All.Count);
        Assert.Equal(0, world.Tries.Waiting("crm"));
    }

    [Fact]
    public async Task Waits_while_the_sop_is_paused()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.DeclareAsync(receiver.Url);
        await world.HappensAsync("asked");
        await world.Runtime.PauseAsync("s");
        await world.SendAsync();
        Assert.Empty(receiver.All);

        await world.Runtime.ResumeAsync("s", drop: false);
        await world.SendAsync();

        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task Waits_for_its_webhook_to_be_declared_and_expires_without_one()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var world = await WebhookWorld.StartAsync(Call);
        await world.HappensAsync("asked");
        await world.SendAsync();
        Assert.Equal(("planned", null), await world.FateAsync());

        await world.PassAsync(TimeSpan.FromHours(3));
        await world.DeclareAsync(receiver.Url);
        await world.SendAsync();

        Assert.Equal(("dropped", "expired"), await world.FateAsync());
        Assert.Empty(receiver.All);
    }

    /// <summary>A receiver that is down makes everybody wait for time-outs: after a few it is left alone for a while.</summary>
    [Fact]
    public async Task Rests_after_failures_in_a_row()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(500);
        await using var world = await WebhookWorld.StartAsync("{ sop: s, trigger: { event: asked }, reentry: always, steps: [ { id: tell, call: crm } ] }");
        await world.DeclareAsync(receiver.Url);
        for (var n = 0; n < 20; n++)
        {
            await world.PassAsync(TimeSpan.FromMilliseconds(1));
            await world.HappensAsync("asked");
        }

        await world.SendAsync();

        Assert.InRange(receiver.All.Count, 5, 8);
        Assert.NotNull(world.Dispatcher.RestsUntil("crm"));
        receiver.Answer = Receiver.Status(200);
        await world.PassAsync(TimeSpan.FromSeconds(31));
        await world.SendAsync();
        Assert.Equal(20, receiver.All.Select(got => got.Id).Distinct().Count());
        Assert.Equal(0, world.Tries.Waiting("crm"));
    }
}
