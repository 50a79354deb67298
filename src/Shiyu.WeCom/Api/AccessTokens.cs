namespace Shiyu.WeCom.Api;

/// <summary>The app's access token: cached, fetched by one caller while the others wait, dropped when WeCom refuses it. Wall time.</summary>
internal sealed class AccessTokens(Func<CancellationToken, Task<TokenAnswer>> fetch, TimeProvider wall) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _one = new(1);
    private volatile Cached? _cached;
    private Refused? _refused;

    /// <summary>Whether a token is at hand; null before the first was asked for.</summary>
    public bool? IsOk => _cached is { } cached ? cached.RenewAt > wall.GetUtcNow() : _refused is null ? null : false;

    public async Task<string> GetAsync(CancellationToken stop)
    {
        if (Fresh() is { } token) return token;
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (Fresh() is { } fetchedMeanwhile) return fetchedMeanwhile;
            // WeCom blocks an address for an hour that keeps trying a wrong secret.
            if (_refused is { } refused && refused.Until > wall.GetUtcNow()) throw new WeComException(refused.Error.Api, refused.Error.Error, refused.Until);
            TokenAnswer answer;
            try
            {
                answer = await fetch(stop).ConfigureAwait(false);
            }
            catch (WeComException e) when (e.Error.Retry is WeComRetry.RefreshToken or WeComRetry.Configuration)
            {
                _refused = new Refused(e, wall.GetUtcNow() + RestAfterRefusal);
                throw;
            }
            _refused = null;
            var life = TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn, 0, 86_400));
            // A tenth of a short life: tests and stand-ins give tokens that live for seconds.
            var early = life / 10 < RenewBefore ? life / 10 : RenewBefore;
            _cached = new Cached(answer.AccessToken, wall.GetUtcNow() + life - early);
            return answer.AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>WeCom refused this token. One that was fetched since is kept: many calls in flight cause one refresh.</summary>
    public void Drop(string token)
    {
        if (_cached is { } cached && cached.Token == token) _cached = null;
    }

    public void Dispose() => _one.Dispose();

    private string? Fresh() => _cached is { } cached && cached.RenewAt > wall.GetUtcNow() ? cached.Token : null;

    private sealed record Cached(string Token, DateTimeOffset RenewAt);

    private sealed record Refused(WeComException Error, DateTimeOffset Until);
}
