using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shiyu.Server.Tests.Webhooks;

/// <summary>A receiver of webhooks on a free port: keeps what it got and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _ending = new();

    private Receiver(WebApplication app) => _app = app;

    public static string WrittenSecret => "whsec_" + Convert.ToBase64String(Secret);

    public Uri Url => new(_app.Urls.First() + "/hook");

    /// <summary>What it got, oldest first.</summary>
    public ConcurrentQueue<Got> All { get; } = [];

    /// <summary>Completes with the first request.</summary>
    public TaskCompletionSource<Got> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    /// <summary>Says nothing at all until it is closed.</summary>
    public Func<HttpContext, Task> Silence => async context =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, context.RequestAborted);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    };

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var got = new Got(
            context.Request.Path, context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!, body.ToArray());
        All.Enqueue(got);
        First.TrySetResult(got);
        await Answer(context);
    }

    public sealed record Got(string Path, string Id, string Timestamp, string Signature, byte[] Body)
    {
        /// <summary>As the Standard Webhooks specification says, written anew.</summary>
        public bool IsSigned(byte[] secret) =>
            Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.").Concat(Body).ToArray()));

        public string Text => Encoding.UTF8.GetString(Body);
    }
}
