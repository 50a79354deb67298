namespace Shiyu.WeCom.Api;

/// <summary>
/// Keeps one API within WeCom's limits: 10,000 calls a minute and 150,000 an hour, few at a time, and none while a frequency limit (45009) stands.
/// Wall time: WeCom counts by its own clock.
/// </summary>
internal sealed class ApiGate : IDisposable
{
    private readonly TimeProvider _wall;
    private readonly string _api;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();
    private readonly SlidingWindow[] _windows;
    private readonly SharedWindow _address;
    private DateTimeOffset _blockedUntil = DateTimeOffset.MinValue;

    /// <param name="atATime">Calls in flight; WeCom states no number, 4 to 8 is a safe start.</param>
    /// <param name="perMinute">Calls in any minute.</param>
    public ApiGate(string api, TimeProvider wall, SharedWindow address, int atATime, int perMinute)
    {
        (_api, _wall, _address) = (api, wall, address);
        _places = new SemaphoreSlim(atATime);
        _windows = [new(perMinute, TimeSpan.FromMinutes(1)), new(perMinute * 15, TimeSpan.FromHours(1))];
    }

    /// <summary>When calls may go again after 45009; null when they may go now.</summary>
    public DateTimeOffset? BlockedUntil
    {
        get
        {
            lock (_lock) return _blockedUntil > _wall.GetUtcNow() ? _blockedUntil : null;
        }
    }

    /// <summary>Waits for a place. Dispose what it returns after the call.</summary>
    /// <exception cref="WeComException">45009 still stands: callers decide whether they can wait so long.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken stop)
    {
        await _places.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (true)
            {
                TimeSpan wait;
                lock (_lock)
                {
                    var now = _wall.GetUtcNow();
                    if (_blockedUntil > now) throw new WeComException(_api, WeComErrors.Of(45009), _blockedUntil);
                    wait = _windows.Max(window => window.WaitAt(now));
                    if (wait == TimeSpan.Zero) wait = _address.TryCount(now);
                    if (wait == TimeSpan.Zero)
                    {
                        foreach (var window in _windows) window.Count(now);
                        return new Place(_places);
                    }
                }
                await Task.Delay(wait, _wall, stop).ConfigureAwait(false);
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>WeCom said 45009. It does not say which window is full: a minute first, an hour when that was not enough.</summary>
    public DateTimeOffset Block()
    {
        lock (_lock)
        {
            var now = _wall.GetUtcNow();
            if (_blockedUntil > now) return _blockedUntil;    // several calls in flight hit the same limit
            var again = now - _blockedUntil < TimeSpan.FromMinutes(1);
            return _blockedUntil = now + (again ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        }
    }

    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
