namespace Shiyu.WeCom.Api;

/// <summary>At most so many calls in any span of this length. Not thread-safe: its gate locks.</summary>
internal sealed class SlidingWindow(int limit, TimeSpan span)
{
    private readonly Queue<DateTimeOffset> _calls = new();

    /// <summary>How long to wait before the next call fits; zero when it fits now.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_calls.TryPeek(out var oldest) && now - oldest >= span) _calls.Dequeue();
        return _calls.Count < limit ? TimeSpan.Zero : _calls.Peek() + span - now;
    }

    public void Count(DateTimeOffset now) => _calls.Enqueue(now);
}
