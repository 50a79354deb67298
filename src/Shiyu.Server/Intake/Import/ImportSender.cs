using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Shiyu.Server.Intake.Import;

/// <summary>Sends rows in batches and repeats a batch that was not answered: its ids make that harmless.</summary>
internal sealed class ImportSender : IDisposable
{
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<HttpResponseMessage> _attempts;

    public ImportSender(ImportOptions options)
    {
        _http = new HttpClient { BaseAddress = new Uri(options.Url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(100) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        _attempts = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Time }.AddRetry(
            new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>()
                    .Handle<TaskCanceledException>(late => late.InnerException is TimeoutException).HandleResult(answer => answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)answer.StatusCode >= 500),
                MaxRetryAttempts = 10,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result?.Headers.RetryAfter?.Delta),
            }).Build();
    }

    /// <exception cref="HttpRequestException">The server is not there, or answers that it will not take events at all.</exception>
    public async Task<SentBatch> SendAsync(IReadOnlyList<ImportRow> rows, CancellationToken stop)
    {
        using var body = new MemoryStream();
        foreach (var row in rows)
        {
            body.Write(row.Json.Span);
            body.WriteByte((byte)'\n');
        }
        var bytes = body.ToArray();
        using var answer = await _attempts.ExecuteAsync(
            async token => await _http.PostAsync("api/events", NdJson(bytes), token), stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity))
            throw new HttpRequestException(answer.StatusCode == HttpStatusCode.Unauthorized
                ? "The server does not know the key: give the admin key with --key."
                : $"The server answered {(int)answer.StatusCode}: {text[..Math.Min(text.Length, 500)]}");
        try
        {
            return Read(JsonElement.Parse(text), rows);
        }
        catch (Exception notOurs) when (notOurs is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HttpRequestException($"The server answered {(int)answer.StatusCode}, and not as Shiyu does: is --url right?", notOurs);
        }
    }

    private static SentBatch Read(JsonElement answer, IReadOnlyList<ImportRow> rows)
    {
        var refused = answer.GetProperty("rejected").EnumerateArray().Select(item => (
            rows[item.GetProperty("line").GetInt32() - 1].Line,
            new BadRow(Text(item, "code"), Text(item, "field"), Text(item, "given"), Text(item, "allowed"))));
        return new SentBatch(answer.GetProperty("accepted").GetInt32(), answer.GetProperty("repeated").GetInt32(), [.. refused]);
    }

    public void Dispose() => _http.Dispose();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static ByteArrayContent NdJson(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
}

/// <summary>What became of a batch.</summary>
internal readonly record struct SentBatch(int Accepted, int Repeated, IReadOnlyList<(int Line, BadRow Why)> Refused);
