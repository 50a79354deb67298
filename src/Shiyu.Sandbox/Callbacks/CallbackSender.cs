using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Shiyu.Sandbox.Callbacks;

/// <summary>
/// Verifies the callback URL, as WeCom does when it is saved, then sends every event signed and encrypted: 5 s an attempt, 3 attempts, then
/// the event is lost. All times here are wall time.
/// </summary>
internal sealed class CallbackSender : BackgroundService, ICallbackQueue
{
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan VerifyWithin = TimeSpan.FromSeconds(1);
    public const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int Workers = 4;
    private const int RecordsMax = 1_000;

    private readonly Channel<CallbackEvent> _queue;
    private readonly Queue<CallbackRecord> _records = new();
    private readonly TaskCompletionSource _verified = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallbackCrypto _crypto;
    private readonly string _corpId;
    private readonly Uri? _url;
    private readonly HttpClient _http;
    private readonly TimeProvider _wall;
    private readonly ILogger<CallbackSender> _log;
    private long _delivered;
    private long _lost;

    public CallbackSender(SandboxOptions options, HttpClient http, TimeProvider wall, ILogger<CallbackSender> log)
    {
        _crypto = new CallbackCrypto(options.Token, options.AesKey, options.CorpId);
        (_corpId, _url, _http, _wall, _log) = (options.CorpId, options.Callback, http, wall, log);

        // WeCom keeps no endless backlog for a receiver that fails; the oldest events are the first to be lost.
        _queue = Channel.CreateBounded<CallbackEvent>(
            new BoundedChannelOptions(50_000) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Completes when the URL has answered the verification.</summary>
    public Task Verified => _verified.Task;

    public long Delivered => Volatile.Read(ref _delivered);

    public long Lost => Volatile.Read(ref _lost);

    public void Enqueue(CallbackEvent happened)
    {
        if (_url is not null)
            _queue.Writer.TryWrite(happened);
    }

    public CallbackRecord[] Records()
    {
        lock (_records)
            return [.. _records];
    }

    /// <summary>Asks the URL to prove that it can decrypt.</summary>
    /// <returns>Null when it could, else why not.</returns>
    public async Task<string?> VerifyAsync(CancellationToken stop)
    {
        if (_url is null)
            return "No callback URL is configured; give --callback-url or --server.";
        var message = RandomNumberGenerator.GetHexString(20, lowercase: true);
        var echo = _crypto.Encrypt(message);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var time = new CancellationTokenSource(VerifyWithin, _wall);
        using var joined = time.Token.Register(limit.Cancel);
        try
        {
            using var answer = await _http.GetAsync(Signed(echo, echo), limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            if (answer.StatusCode != HttpStatusCode.OK)
                return $"{_url} answered {(int)answer.StatusCode}; allowed: 200 with the decrypted echostr.";
            if (!body.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(message)))
                return $"{_url} answered {body.Length} bytes that are not exactly the decrypted echostr (no quotes, no BOM, no line feed).";
            _verified.TrySetResult();
            return null;
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            return $"{_url} did not answer within 1 second.";
        }
        catch (HttpRequestException error)
        {
            return $"{_url} cannot be reached: {error.Message}";
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (_url is null)
            return;
        string? told = null;
        while (!_verified.Task.IsCompleted)
        {
            var why = await VerifyAsync(stop);
            if (why is not null && why != told)
                _log.LogInformation("Waiting for the callback URL: {Why}", told = why);
            if (why is not null)
                await Task.WhenAny(Task.Delay(Pause, _wall, stop), _verified.Task);
            stop.ThrowIfCancellationRequested();
        }
        _log.LogInformation("The callback URL {Url} is verified.", _url);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stop)));
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var happened in _queue.Reader.ReadAllAsync(stop))
            await SendAsync(happened, stop);
    }

    private async Task SendAsync(CallbackEvent happened, CancellationToken stop)
    {
        var answer = "";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            (var taken, answer) = await TryAsync(happened, stop);
            if (taken)
            {
                Interlocked.Increment(ref _delivered);
                Keep(new CallbackRecord(happened.ChangeType, happened.At, attempt, "delivered", answer));
                return;
            }
            if (attempt < Attempts)
                await Task.Delay(Pause, _wall, stop);
        }
        Interlocked.Increment(ref _lost);
        _log.LogWarning("A {ChangeType} callback is lost after {Attempts} attempts: {Answer}", happened.ChangeType, Attempts, answer);
        Keep(new CallbackRecord(happened.ChangeType, happened.At, Attempts, "lost", answer));
    }

    private async Task<(bool Taken, string Answer)> TryAsync(CallbackEvent happened, CancellationToken stop)
    {
        var encrypted = _crypto.Encrypt(happened.ToXml(_corpId));
        var body = $"<xml><ToUserName><![CDATA[{_corpId}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var time = new CancellationTokenSource(AnswerWithin, _wall);
        using var joined = time.Token.Register(limit.Cancel);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "text/xml");
            using var answer = await _http.PostAsync(Signed(encrypted, null), content, limit.Token);
            return (answer.StatusCode == HttpStatusCode.OK, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (false, "no answer within 5 seconds");
        }
        catch (HttpRequestException error)
        {
            return (false, error.Message);
        }
    }

    private Uri Signed(string encrypted, string? echo)
    {
        // A signature's timestamp is the sender's clock, so wall time; the event's own CreateTime is business time.
        var timestamp = _wall.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var query = $"msg_signature={_crypto.Sign(timestamp, nonce, encrypted)}&timestamp={timestamp}&nonce={nonce}"
            + (echo is null ? "" : "&echostr=" + Uri.EscapeDataString(echo));
        return new UriBuilder(_url!) { Query = query }.Uri;
    }

    private void Keep(CallbackRecord record)
    {
        lock (_records)
        {
            _records.Enqueue(record);
            if (_records.Count > RecordsMax)
                _records.Dequeue();
        }
    }
}
