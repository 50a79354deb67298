using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Time;
using Shiyu.Server.Webhooks;
using Shiyu.Store;
using Xunit;

namespace Shiyu.Server.Tests.Webhooks;

/// <summary>A runtime with a clock that moves only when told to, and its webhooks' dispatcher, which sends only when told to.</summary>
internal sealed class WebhookWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shiyu-webhook-");
    private readonly EphemeralDataProtectionProvider _protection = new();
    private WebhookSender? _sender;
    private int _id;

    private WebhookWorld() { }

    public FakeTimeProvider Wall { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(8)));

    public WebhookOptions Options { get; private init; } = new();

    public ShiyuRuntime Runtime { get; private set; } = null!;

    public WebhookBook Book { get; private set; } = null!;

    public WebhookTries Tries { get; private set; } = null!;

    public WebhookDispatcher Dispatcher { get; private set; } = null!;

    public static async Task<WebhookWorld> StartAsync(string sop, WebhookOptions? options = null)
    {
        var world = new WebhookWorld { Options = options ?? new WebhookOptions { AllowPrivate = true } };
        await world.OpenAsync();
        var applied = await world.Runtime.ApplyAsync(new Dictionary<string, byte[]>
        {
            ["s.yaml"] = Encoding.UTF8.GetBytes(sop), ["m.yaml"] = "{ material: hello, text: \"你好，{{name}}\" }"u8.ToArray(),
        });
        Assert.True(applied.Applied, string.Join('\n', applied.Refusals));
        return world;
    }

    public async Task RestartAsync()
    {
        _sender?.Dispose();
        await Runtime.DisposeAsync();
        await OpenAsync();
    }

    public Task DeclareAsync(Uri url, string name = "crm") => Book.PutAsync(new Webhook(name, url, Receiver.Secret));

    /// <summary>One event of a customer, decided on and written.</summary>
    public async Task HappensAsync(string name, string attributes = "{}")
    {
        var head = "{\"attributes\":";
        await Runtime.AcceptAsync(new IntakeBatch("test",
        [
            new IncomingEvent
            {
                Id = $"e{++_id}", Name = name, Identities = [Identity.Parse("user_id:u1")!.Value], Payload = Encoding.UTF8.GetBytes(head + attributes + "}"),
                Attributes = (head.Length, Encoding.UTF8.GetByteCount(attributes)),
            },
        ]));
        await PassAsync(TimeSpan.Zero);
    }

    /// <summary>Moves the clock and waits until what came due is written.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Wall.Advance(time);
        while (Runtime.Status is var status && status.Folded != status.Accepted) await Task.Yield();
        await Runtime.OverviewAsync();
        await Runtime.PutDocumentsAsync([]);
    }

    public async Task SendAsync()
    {
        foreach (var webhook in Book.All) await Dispatcher.SendDueAsync(webhook, TestContext.Current.CancellationToken);
    }

    /// <summary>The one delivery's state and reason.</summary>
    public async Task<(string State, string? Reason)> FateAsync()
    {
        var delivery = Assert.Single((await Runtime.DeliveriesAsync(null, null, null, null, null, 50)).Items);
        return (delivery.State, delivery.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        _sender?.Dispose();
        await Runtime.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task OpenAsync()
    {
        Runtime = await ShiyuRuntime.OpenAsync(new RuntimeOptions { DataFolder = _folder.FullName, Wall = Wall, Clock = last => BusinessClock.Real(Wall, last) }, CancellationToken.None);
        Book = new WebhookBook(Runtime, _protection);
        Tries = new WebhookTries(Runtime);
        _sender = new WebhookSender(Options, Wall, () => []);
        Dispatcher = new WebhookDispatcher(Runtime, Book, Tries, _sender, Options, NullLogger<WebhookDispatcher>.Instance);
    }
}
