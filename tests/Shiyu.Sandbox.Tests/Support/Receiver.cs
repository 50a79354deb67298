using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shiyu.Sandbox.Tests.Support;

/// <summary>A callback URL that verifies and decrypts on its own, and answers as the test wishes.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly SandboxOptions Corp = new();
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _came = new(0);
    private readonly List<XElement> _taken = [];

    private Receiver(WebApplication app) => _app = app;

    /// <summary>Status of the next answers; 200 when empty.</summary>
    public Queue<int> Answers { get; } = new();

    /// <summary>True: requests are never answered.</summary>
    public bool Silent { get; set; }

    public bool EchoesWrongly { get; set; }

    public Uri Url => new(_app.Urls.First() + "/callback");

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapGet("/callback", (HttpContext http) =>
            Results.Text(Open(http, http.Request.Query["echostr"].ToString()) + (receiver.EchoesWrongly ? "\n" : ""), "text/plain", new UTF8Encoding(false)));
        app.MapPost("/callback", receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next request's decrypted event.</summary>
    public async Task<XElement> NextAsync()
    {
        Assert.True(await _came.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken), "No callback came.");
        lock (_taken)
        {
            var first = _taken[0];
            _taken.RemoveAt(0);
            return first;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var envelope = XElement.Parse(await reader.ReadToEndAsync());
        Assert.Equal(Corp.CorpId, envelope.Element("ToUserName")!.Value);
        lock (_taken)
            _taken.Add(XElement.Parse(Open(http, envelope.Element("Encrypt")!.Value)));
        // Read before the test learns of the request and changes its mind.
        var silent = Silent;
        _came.Release();
        if (silent)
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else
            http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
    }

    /// <summary>Checks signature, padding and receive id; streams through a decryptor where the sender encrypts in one call.</summary>
    private static string Open(HttpContext http, string encrypted)
    {
        var query = http.Request.Query;
        var sorted = new[] { Corp.Token, query["timestamp"].ToString(), query["nonce"].ToString(), encrypted }.OrderBy(part => part, StringComparer.Ordinal);
        Assert.Equal(query["msg_signature"].ToString(), Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(string.Join("", sorted)))).ToLowerInvariant());
        var key = Convert.FromBase64String(Corp.AesKey + "=");
        using var aes = Aes.Create();
        (aes.Mode, aes.Padding, aes.Key, aes.IV) = (CipherMode.CBC, PaddingMode.None, key, key[..16]);
        using var plain = new MemoryStream();
        using (var stream = new CryptoStream(new MemoryStream(Convert.FromBase64String(encrypted)), aes.CreateDecryptor(), CryptoStreamMode.Read))
            stream.CopyTo(plain);
        var bytes = plain.ToArray();
        var padding = bytes[^1];
        Assert.InRange(padding, 1, 32);
        Assert.All(bytes[^padding..], one => Assert.Equal(padding, one));
        Assert.Equal(0, bytes.Length % 32);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16));
        Assert.Equal(Corp.CorpId, Encoding.UTF8.GetString(bytes[(20 + length)..^padding]));
        return Encoding.UTF8.GetString(bytes, 20, length);
    }
}
