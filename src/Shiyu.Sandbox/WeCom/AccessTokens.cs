using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary>The app's access tokens: one valid at a time, 7,200 wall seconds, the same one on repeated calls.</summary>
internal sealed class AccessTokens(Ids ids, TimeProvider wall)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7_200);
    private const int RememberedMax = 100;

    private readonly Lock _gate = new();
    private readonly List<Issued> _issued = [];
    private long _count;

    /// <summary>The valid token, or a new one; with the whole seconds it still lives.</summary>
    public (string Token, int ExpiresIn) Get()
    {
        lock (_gate)
        {
            var now = wall.GetUtcNow();
            if (_issued.LastOrDefault() is not { Revoked: false } last || last.At + Lifetime <= now)
            {
                last = new Issued(ids.Letters28("token", $"{++_count}") + ids.Letters28("token-tail", $"{now.UtcTicks}"), now);
                _issued.Add(last);
                if (_issued.Count > RememberedMax)
                    _issued.RemoveAt(0);
            }
            return (last.Token, (int)(last.At + Lifetime - now).TotalSeconds);
        }
    }

    /// <summary>The errcode of a token that may not be used; null when it may.</summary>
    public int? Refuse(string token)
    {
        if (token.Length == 0)
            return Errcode.TokenMissing;
        lock (_gate)
        {
            return _issued.Find(issued => issued.Token == token) switch
            {
                null or { Revoked: true } => Errcode.InvalidToken,
                var known when known.At + Lifetime <= wall.GetUtcNow() => Errcode.TokenExpired,
                _ => null,
            };
        }
    }

    /// <summary>The platform may end a token early; the next call with it meets 40014.</summary>
    public void Revoke()
    {
        lock (_gate)
            foreach (var issued in _issued)
                issued.Revoked = true;
    }

    private sealed class Issued(string token, DateTimeOffset at)
    {
        public string Token { get; } = token;

        public DateTimeOffset At { get; } = at;

        public bool Revoked { get; set; }
    }
}
