namespace Shiyu.Sandbox.WeCom;

/// <summary>
/// Calls per wall window. Once a window is exhausted, calls are refused until a window of the same length has passed.
/// </summary>
internal sealed class FrequencyLimits(TimeProvider wall, int apiPerMinute)
{
    private const int ApiPerHour = 150_000;
    private const int IpPerMinute = 20_000;
    private const int IpPerHour = 600_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts one call. False: some window that it belongs to is exhausted.</summary>
    public bool Take(string path, string ip)
    {
        lock (_gate)
        {
            var now = wall.GetUtcNow();
            // No short circuit: the call counts in all of its windows.
            return Count($"api/m/{path}", apiPerMinute, TimeSpan.FromMinutes(1), now)
                & Count($"api/h/{path}", Math.Max(ApiPerHour, apiPerMinute), TimeSpan.FromHours(1), now)
                & Count($"ip/m/{ip}", IpPerMinute, TimeSpan.FromMinutes(1), now)
                & Count($"ip/h/{ip}", IpPerHour, TimeSpan.FromHours(1), now);
        }
    }

    private bool Count(string key, int max, TimeSpan length, DateTimeOffset now)
    {
        if (!_windows.TryGetValue(key, out var window) || window.EndsAt <= now)
            _windows[key] = window = new Window { EndsAt = now + length };
        if (window.Calls == max)
        {
            window.EndsAt = now + length;
            window.Calls++;
        }
        if (window.Calls > max)
            return false;
        window.Calls++;
        return true;
    }

    private sealed class Window
    {
        public DateTimeOffset EndsAt { get; set; }

        public int Calls { get; set; }
    }
}
