using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Shiyu.Engine.Definitions;
using Shiyu.Sandbox;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Tests.Fakes;
using ManualTime = Shiyu.WeCom.Tests.Fakes.ManualTime;

namespace Shiyu.WeCom.Tests.Contacts;

/// <summary>
/// A corp on the real stand-in, over HTTP, and a workspace in memory that synchronises with it. No callback URL is set, so nothing that happens in the corp is
/// told: only a synchronisation finds it.
/// </summary>
internal sealed class Corp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private Corp(WebApplication app, WeComOptions options, ManualTime time)
    {
        (_app, Options, Time) = (app, options, time);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Host = new MemoryHost(Time)
        {
            Definitions = DefinitionSet.Empty with
            {
                Groups = [new TagGroupDefinition("intent", "客户意向", true, [new TagDefinition("high", "意向高", null, Hold.While), new TagDefinition("none", "暂无意向", null, Hold.While)])],
            },
        };
        Restart();
    }

    /// <summary>Both programs' clock.</summary>
    public ManualTime Time { get; }

    public MemoryHost Host { get; }

    public WeComOptions Options { get; }

    public WeComClient Client { get; private set; } = null!;

    public ContactBook Book { get; private set; } = null!;

    public MemberBook Members { get; private set; } = null!;

    public ContactSync Sync { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="callbacks">Whether the workspace is set up to be called back; it is not, all the same.</param>
    public static async Task<Corp> OpenAsync(Func<SandboxOptions, SandboxOptions>? with = null, bool callbacks = false)
    {
        var options = new SandboxOptions
        {
            Urls = "http://127.0.0.1:0", Town = false, Rate = 1, Members = 3, Dispatching = TimeSpan.Zero,
        };
        options = with?.Invoke(options) ?? options;
        var time = new ManualTime();
        var app = SandboxHost.Build(options, time);
        await app.StartAsync(Stop);
        var reached = new WeComOptions { BaseUrl = new Uri(app.Urls.First()), CorpId = options.CorpId, Secret = options.Secret };
        return new Corp(app, callbacks ? reached with { Token = options.Token, EncodingAesKey = options.AesKey } : reached, time);
    }

    /// <summary>Everything in memory is gone; what was durable is taken up again.</summary>
    public void Restart()
    {
        Client?.Dispose();
        Client = new WeComClient(Options, Time, NullLogger<WeComClient>.Instance);
        (Book, Members) = (new ContactBook(Host), new MemberBook(Host));
        Sync = new ContactSync(Host, Options, Client, Book, Members, new TagLibrary(Host, Client));
    }

    public Task SyncAsync(string kind = SyncPass.Daily) => Sync.RunAsync(kind, Stop);

    /// <summary>Somebody adds a member.</summary>
    public async Task<string> AddAsync(string member = "linxiaoyu", string state = "store-qr", string? again = null) =>
        (await DoAsync("customers", new { member, state, externalUserId = again }))!["externalUserId"]!.GetValue<string>();

    /// <summary>Does something under <c>/sandbox</c>, which must succeed.</summary>
    public async Task<JsonNode?> DoAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync("/sandbox/" + path, body, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    /// <summary>The id of a corp tag.</summary>
    public async Task<string> TagAsync(string group, string tag) =>
        (await Client.CorpTagsAsync(Stop)).Single(one => one.GroupName == group).Tag!.Single(one => one.Name == tag).Id;

    public IReadOnlyList<JsonElement> PropertiesOf(string name) => [.. Host.Events.Where(e => e.Name == name).Select(MemoryHost.Properties)];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
