using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Tests.Support;

namespace Shiyu.Sandbox.Tests.Sending;

public sealed class CourierTests : IAsyncLifetime
{
    private readonly Channel<(string Path, string Authorization, JsonNode Body)> _requests = Channel.CreateUnbounded<(string, string, JsonNode)>();
    private readonly Queue<(int Status, string? RetryAfter)> _answers = new();
    private WebApplication _server = null!;
    private StandIn _standIn = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapPost("/{**path}", async (HttpContext http) =>
        {
            var body = (await JsonNode.ParseAsync(http.Request.Body))!;
            var (status, retryAfter) = _answers.TryDequeue(out var answer) ? answer : (200, null);
            http.Response.StatusCode = status;
            if (retryAfter is not null)
                http.Response.Headers.RetryAfter = retryAfter;
            _requests.Writer.TryWrite((http.Request.Path, http.Request.Headers.Authorization.ToString(), body));
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _standIn = await StandIn.StartAsync(options => options with { Server = new Uri(_server.Urls.First()), WriteKey = "wk", AdminKey = "ak" });
    }

    public async ValueTask DisposeAsync()
    {
        await _standIn.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Shop_messages_go_out_as_a_segment_batch_with_the_write_key()
    {
        Post("m1");

        var (path, authorization, body) = await NextAsync();

        Assert.Equal("/v1/batch", path);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("wk:")), authorization);
        Assert.Equal("m1", (string)body["batch"]![0]!["messageId"]!);
        Assert.Equal("2026-03-02T00:00:00.000Z", (string)body["sentAt"]!);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(401)]
    public async Task What_the_server_cannot_take_now_is_sent_again_with_the_same_ids(int status)
    {
        _answers.Enqueue((status, null));
        Post("m1");
        var first = await NextAsync();

        var again = await RetriedAfterAsync(TimeSpan.FromMilliseconds(250));

        Assert.Equal((string)first.Body["batch"]![0]!["messageId"]!, (string)again.Body["batch"]![0]!["messageId"]!);
    }

    [Fact]
    public async Task A_retry_after_is_waited_for()
    {
        _answers.Enqueue((429, "7"));
        Post("m1");
        await NextAsync();

        await RetriedAfterAsync(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_refusal_for_good_is_counted_and_the_next_goes_out()
    {
        _answers.Enqueue((400, null));
        Post("bad");
        await NextAsync();
        Post("good");

        Assert.Equal("good", (string)(await NextAsync()).Body["batch"]![0]!["messageId"]!);
        Assert.Equal(1, _standIn.Services.GetRequiredService<ShopTracker>().Refused);
    }

    [Fact]
    public async Task A_reply_comes_from_the_archive_s_stand_in_as_a_native_event()
    {
        var (id, _) = await _standIn.AddCustomerAsync();
        await _standIn.DoAsync($"customers/{id}/reply", new { text = "有新茶吗？" });

        var (path, authorization, body) = await NextAsync();

        Assert.Equal(("/api/events", "Bearer ak"), (path, authorization));
        Assert.Equal(("message.received", id), ((string)body["name"]!, (string)body["identities"]!["external_userid"]!));
        Assert.Equal(("linxiaoyu", "有新茶吗？"), ((string)body["properties"]!["member"]!, (string)body["properties"]!["text"]!));
        Assert.NotEmpty((string)body["id"]!);
    }

    private void Post(string messageId) =>
        _standIn.Services.GetRequiredService<ShopTracker>().Post(new JsonObject { ["type"] = "track", ["messageId"] = messageId });

    private async Task<(string Path, string Authorization, JsonNode Body)> NextAsync() =>
        await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    /// <summary>The courier pauses for exactly so long and tries again. Time stands still while a request is on its way.</summary>
    private async Task<(string Path, string Authorization, JsonNode Body)> RetriedAfterAsync(TimeSpan pause)
    {
        await _standIn.Wall.WaitedForAsync(pause);
        Assert.False(_requests.Reader.TryPeek(out _));
        _standIn.Wall.Advance(pause);
        return await NextAsync();
    }
}
