using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Shiyu.Server.Webhooks;

/// <summary>Sends one request and says what came of it. Follows no redirect, reads no more of an answer than its head, and connects only where it may.</summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>Marks requests of this very server, so that its own intake can tell them.</summary>
    public const string OriginHeader = "Shiyu-Origin";

    private const string Agent = "Shiyu-Webhook/1";

    private readonly HttpClient _http;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _wall;

    /// <param name="ownPorts">Those that this server listens on; asked for each connection.</param>
    public WebhookSender(WebhookOptions options, TimeProvider wall, Func<IReadOnlyCollection<int>> ownPorts)
    {
        (_options, _wall) = (options, wall);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would connect for us, wherever it likes.
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = async (context, stop) => await WebhookAddresses.ConnectAsync(context.DnsEndPoint, options.AllowPrivate, ownPorts(), stop),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What requests of this server, of whichever workspace, carry in <see cref="OriginHeader"/>.</summary>
    public static string Origin { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async Task<WebhookAnswer> SendAsync(Webhook webhook, string id, byte[] body, CancellationToken stop)
    {
        var seconds = _wall.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(webhook.Secret, id, seconds, body));
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        request.Headers.TryAddWithoutValidation(OriginHeader, Origin);

        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        within.CancelAfter(_options.AnswerWithin);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, within.Token);
            return Read(answer);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new WebhookAnswer(WebhookFate.TryAgain, "timeout", null);
        }
        catch (HttpRequestException failed) when (failed.InnerException is WebhookRefusedException refused)
        {
            return new WebhookAnswer(WebhookFate.Refused, refused.Reason, null);
        }
        catch (HttpRequestException)
        {
            return new WebhookAnswer(WebhookFate.TryAgain, "unreachable", null);
        }
    }

    public void Dispose() => _http.Dispose();

    private WebhookAnswer Read(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode) return new WebhookAnswer(WebhookFate.Taken, null, null);
        var reason = string.Create(CultureInfo.InvariantCulture, $"http:{status}");
        // Everything else is the receiver's word that this request will not do, now or later.
        if (status is not (408 or 429 or >= 500)) return new WebhookAnswer(WebhookFate.Refused, reason, null);
        var asked = answer.Headers.RetryAfter;
        return new WebhookAnswer(WebhookFate.TryAgain, reason, asked?.Delta ?? (asked?.Date is { } date ? date - _wall.GetUtcNow() : null));
    }
}

/// <param name="Reason">Null when it was taken.</param>
/// <param name="Wait">How long the receiver asks to wait; null when it does not say.</param>
internal sealed record WebhookAnswer(WebhookFate Fate, string? Reason, TimeSpan? Wait);

internal enum WebhookFate : byte { Taken, TryAgain, Refused }
