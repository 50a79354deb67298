using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Crypto;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>
/// A server that takes callbacks, its workers running, over a runtime in memory and a fake WeCom. The dispatcher and the synchronisation rest:
/// their own waiting would draw the clock on.
/// </summary>
internal sealed class CallbackTown : IAsyncDisposable
{
    private readonly Town _town;
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private CallbackTown(Town town, WebApplication app) => (_town, _app) = (town, app);

    public ManualTime Time => _town.Time;

    public MemoryHost Host => _town.Host;

    public FakeWeCom WeCom => _town.WeCom;

    public CallbackInbox Inbox => _app.Services.GetRequiredService<CallbackInbox>();

    public ChannelDesk Channels => _app.Services.GetRequiredService<ChannelDesk>();

    public WelcomeDesk Welcomes => _app.Services.GetRequiredService<WelcomeDesk>();

    public MediaKeeper Media => _app.Services.GetRequiredService<MediaKeeper>();

    /// <summary>Contact ways, where a test wants them.</summary>
    public FakeWays? Ways { get; set; }

    public WeComStatus Status => _app.Services.GetRequiredService<WeComStatus>();

    public WeComCrypto Crypto { get; } = new("tok", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "ww1");

    public long Now => Host.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <param name="works">Whether the workers run; without them callbacks are only kept.</param>
    public static async Task<CallbackTown> OpenAsync(bool works = true, Town? over = null)
    {
        var town = over ?? await Town.OpenAsync();
        if (over is null)
        {
            town.Host.Definitions = DefinitionSet.Empty with
            {
                Workspace = WorkspaceDefinition.Default with { Welcome = "hello" },
                Materials = DefinitionSet.Empty.Materials.Add("hello", new MaterialDefinition("hello", null, "欢迎", null)),
                Groups = [new TagGroupDefinition("level", "等级", true, [new TagDefinition("gold", "金卡", null, Hold.While), new TagDefinition("black", "黑卡", null, Hold.While)])],
            };
            town.WeCom.Answers["send_welcome_msg"] = _ => new { errcode = 0 };
            town.WeCom.Answers["get"] = call => Contact(call.Query["external_userid"]!, []);
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IWeComHost>(town.Host).AddWeComParts(town.Options);
        foreach (var resting in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) && (works ? Rests(service) : IsOurs(service))).ToList())
            builder.Services.Remove(resting);
        var app = builder.Build();
        app.MapWeComCallback();
        await app.StartAsync();
        return new CallbackTown(town, app);
    }

    private static bool IsOurs(ServiceDescriptor service) =>
        (service.ImplementationType?.Namespace ?? service.ImplementationFactory?.Method.DeclaringType?.FullName ?? "").StartsWith("Shiyu", StringComparison.Ordinal);

    private static bool Rests(ServiceDescriptor service) => service.ImplementationFactory?.Method.ReturnType is { } type && (type == typeof(DirectMessageDispatcher) || type == typeof(ContactSyncService));

    public static object Contact(string id, params (string Group, string Tag, int Type)[] tags) => new
    {
        errcode = 0,
        external_contact = new { external_userid = id, name = "李四", gender = 2, unionid = "union-" + id },
        follow_user = new[]
        {
            new
            {
                userid = "zhangsan", add_way = 1, state = "store-7",
                tags = tags.Select(tag => new { group_name = tag.Group, tag_name = tag.Tag, type = tag.Type }).ToArray(),
            },
        },
    };

    public string Event(string changeType, string customer, long? at = null, string extra = "", string member = "zhangsan") =>
        $"<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>{at ?? Now}</CreateTime>"
        + $"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[{changeType}]]></ChangeType>"
        + $"<UserID><![CDATA[{member}]]></UserID><ExternalUserID><![CDATA[{customer}]]></ExternalUserID>{extra}</xml>";

    public static string Code(string code) => $"<WelcomeCode><![CDATA[{code}]]></WelcomeCode>";

    /// <summary>Sends a message as WeCom does: encrypted anew each time, signed, in an envelope.</summary>
    public async Task<HttpResponseMessage> SendAsync(string message, bool json = false)
    {
        var encrypted = Crypto.Encrypt(message);
        var body = json ? $$"""{"tousername":"ww1","encrypt":"{{encrypted}}","agentid":"1"}""" : $"<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
        return await PostAsync(body, Crypto.Sign("1700000000", "nonce1", encrypted));
    }

    public Task<HttpResponseMessage> PostAsync(string body, string signature) =>
        _http.PostAsync($"{_app.Urls.Single()}/wecom/callback?msg_signature={signature}&timestamp=1700000000&nonce=nonce1",
            new StringContent(body, Encoding.UTF8, "text/xml"), Town.Stop);

    public Task<HttpResponseMessage> GetAsync(string echo, string signature) => _http.GetAsync(
        $"{_app.Urls.Single()}/wecom/callback?msg_signature={signature}&timestamp=1700000000&nonce=nonce1&echostr={Uri.EscapeDataString(echo)}", Town.Stop);

    /// <summary>Until every kept callback has been worked through; short pauses pass on the way.</summary>
    public async Task DoneAsync()
    {
        await _town.DriveAsync(UntilAsync(() => Inbox.Waiting == 0));
    }

    /// <summary>Runs a task that waits on this clock; short pauses pass on the way.</summary>
    public Task<T> DriveAsync<T>(Task<T> task) => _town.DriveAsync(task);

    public static async Task UntilAsync(Func<bool> holds)
    {
        var real = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(real.Elapsed < ManualTime.Patience, "What the test waits for does not come.");
            await Task.Delay(1, Town.Stop);
        }
    }

    /// <summary>The process is gone; a new one comes up over what was durable.</summary>
    public async Task<CallbackTown> RestartAsync(bool works = true)
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        return await OpenAsync(works, _town);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _town.DisposeAsync();
    }
}
