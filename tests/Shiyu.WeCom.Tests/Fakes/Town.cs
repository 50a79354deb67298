using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.App;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>A workspace with WeCom beside it: manual time, a runtime in memory, a fake WeCom over HTTP.</summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Secret = "s3cr3t-of-the-app";

    /// <summary>Retries and pauses are shorter than this; what is longer passes only when a test moves the clock.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);

    private readonly DirectoryInfo _media = Directory.CreateTempSubdirectory("shiyu-media-");

    private Town(FakeWeCom weCom, double rate)
    {
        WeCom = weCom;
        WeCom.Now = Time.GetUtcNow;
        Host = new MemoryHost(Time, rate);
        Options = new WeComOptions { BaseUrl = weCom.Url, CorpId = "ww1", Secret = Secret, Token = "tok", EncodingAesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", MediaFolder = _media.FullName };
        Client = NewClient();
        Restart();
    }

    public ManualTime Time { get; } = new();

    public FakeWeCom WeCom { get; }

    public MemoryHost Host { get; }

    public WeComOptions Options { get; set; }

    public WeComClient Client { get; private set; }

    public TaskBook Tasks { get; private set; } = null!;

    public AdvisorTasks AdvisorTasks { get; private set; } = null!;

    public AppMessages App { get; private set; } = null!;

    public DirectMessageDispatcher Dispatcher { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Town> OpenAsync(double rate = 1) => new(await FakeWeCom.StartAsync(), rate);

    public WeComClient NewClient(int callsPerMinute = 10_000) => new(Options, Time, NullLogger<WeComClient>.Instance, callsPerMinute);

    /// <summary>Everything in memory is gone; what was durable is taken up again.</summary>
    public void Restart()
    {
        Client.Dispose();
        Client = NewClient();
        Tasks = new TaskBook(Host);
        App = new AppMessages(Host, Client, Options, NullLogger<AppMessages>.Instance);
        AdvisorTasks = new AdvisorTasks(Host, App, Options, NullLogger<AdvisorTasks>.Instance);
        Dispatcher = new DirectMessageDispatcher(Host, Client, Options, Tasks, App, NullLogger<DirectMessageDispatcher>.Instance);
    }

    public Task<T> DriveAsync<T>(Task<T> task) => Time.DriveAsync(task, Soon, Options.Timeout);

    public Task DriveAsync(Task task) => Time.DriveAsync(task, Soon, Options.Timeout);

    public async ValueTask DisposeAsync()
    {
        Dispatcher.Dispose();
        AdvisorTasks.Dispose();
        Client.Dispose();
        await WeCom.DisposeAsync();
        if (Directory.Exists(_media.FullName)) _media.Delete(recursive: true);    // a restarted town is disposed of twice
    }
}
