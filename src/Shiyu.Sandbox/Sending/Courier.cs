using System.Net;
using System.Threading.Channels;

namespace Shiyu.Sandbox.Sending;

/// <summary>
/// Brings things to the server in order and loses none while this program runs: what the server cannot take now is sent again, unchanged and
/// with the same ids. The queue is bounded; who fills it asks <see cref="HasRoom"/> first. Pauses are wall time.
/// </summary>
internal abstract class Courier<T>(string name, int batchMax, HttpClient http, TimeProvider wall, ILogger log) : BackgroundService
{
    private const int Capacity = 20_000;
    private const int Reserve = 2_000;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    private readonly Channel<T> _queue = Channel.CreateBounded<T>(Capacity);
    private long _taken;
    private long _refused;

    /// <summary>False: hold back, or things could be lost.</summary>
    public bool HasRoom => _queue.Reader.Count < Capacity - Reserve;

    public int Waiting => _queue.Reader.Count;

    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Refused for good by the server: repeating would not help.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <exception cref="InvalidOperationException">The queue is full: the caller did not ask first.</exception>
    public void Post(T thing)
    {
        if (!_queue.Writer.TryWrite(thing))
            throw new InvalidOperationException($"The {name} queue holds {Capacity} things already; ask HasRoom before posting.");
    }

    protected abstract HttpRequestMessage Request(IReadOnlyList<T> batch);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var batch = new List<T>(batchMax);
        while (await _queue.Reader.WaitToReadAsync(stop))
        {
            batch.Clear();
            while (batch.Count < batchMax && _queue.Reader.TryRead(out var thing))
                batch.Add(thing);
            await BringAsync(batch, stop);
        }
    }

    private async Task BringAsync(List<T> batch, CancellationToken stop)
    {
        string? told = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (fate, answer, after) = await TryAsync(batch, stop);
            switch (fate)
            {
                case Fate.Taken:
                    Interlocked.Add(ref _taken, batch.Count);
                    return;
                case Fate.Refused:
                    Interlocked.Add(ref _refused, batch.Count);
                    log.LogError("{Name}: {Count} refused for good: {Answer}", name, batch.Count, answer);
                    return;
                case Fate.Later:
                    if (answer != told)
                        log.LogInformation("{Name}: the server cannot take it now ({Answer}); trying again.", name, told = answer);
                    await Task.Delay(after ?? pause, wall, stop);
                    break;
            }
        }
    }

    private async Task<(Fate Fate, string Answer, TimeSpan? After)> TryAsync(List<T> batch, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var time = new CancellationTokenSource(AnswerWithin, wall);
        using var joined = time.Token.Register(limit.Cancel);
        try
        {
            using var request = Request(batch);
            using var answer = await http.SendAsync(request, limit.Token);
            if (answer.IsSuccessStatusCode)
                return (Fate.Taken, "", null);
            var text = await answer.Content.ReadAsStringAsync(limit.Token);
            var told = $"{(int)answer.StatusCode} {text[..Math.Min(text.Length, 300)]}";

            // A wrong key or a path that is not there yet is a person's to mend; until then nothing is thrown away.
            return answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
                ? (Fate.Refused, told, null)
                : (Fate.Later, told, RetryAfter(answer));
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (Fate.Later, "no answer within 30 seconds", null);
        }
        catch (HttpRequestException error)
        {
            return (Fate.Later, error.Message, null);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta is { } asked ? asked < LongestRetryAfter ? asked : LongestRetryAfter : null;

    private enum Fate { Taken, Refused, Later }
}
