using System.Text.Json;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>Contact ways at the fake WeCom: what it was told, and whom it refuses.</summary>
internal sealed class FakeWays
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Way> _ways = [];

    public FakeWays(FakeWeCom weCom)
    {
        weCom.Answers["add_contact_way"] = call => Taken(call.Json, null);
        weCom.Answers["update_contact_way"] = call => Taken(call.Json, call.Json.GetProperty("config_id").GetString());
        weCom.Answers["del_contact_way"] = call =>
        {
            lock (_lock) return new { errcode = _ways.Remove(call.Json.GetProperty("config_id").GetString()!) ? 0 : 41044 };
        };
        weCom.Answers["list_contact_way"] = _ =>
        {
            lock (_lock) return new { errcode = 0, contact_way = _ways.Keys.Select(config_id => new { config_id }).ToArray() };
        };
        weCom.Answers["get_contact_way"] = call =>
        {
            lock (_lock)
            {
                var config = call.Json.GetProperty("config_id").GetString()!;
                return new { errcode = 0, contact_way = new { config_id = config, qr_code = Picture(config), state = _ways[config].State, user = _ways[config].Users } };
            }
        };
        weCom.Answers["remark"] = _ => new { errcode = 0 };
    }

    /// <summary>By user: what a way with this member is refused with.</summary>
    public Dictionary<string, int> Refused { get; } = [];

    /// <summary>The next way is made, but the answer is lost.</summary>
    public bool LoseNextAnswer { get; set; }

    public int Count
    {
        get
        {
            lock (_lock) return _ways.Count;
        }
    }

    /// <summary>Who stands on the way of a state; null when there is none.</summary>
    public string? On(string state)
    {
        lock (_lock) return _ways.Values.Where(way => way.State == state).Select(way => string.Join(',', way.Users)).FirstOrDefault();
    }

    private static string Picture(string config) => $"https://p.qpic.cn/wwhead/{config}/0";

    private object? Taken(JsonElement body, string? config)
    {
        lock (_lock)
        {
            var users = body.GetProperty("user").EnumerateArray().Select(user => user.GetString()!).ToArray();
            foreach (var user in users)
            {
                if (Refused.TryGetValue(user, out var code)) return new { errcode = code, errmsg = "one of them" };
            }
            if (config is not null && !_ways.ContainsKey(config)) return new { errcode = 41044 };
            var made = config ?? $"config{_ways.Count + 1}";
            _ways[made] = new Way(config is null ? body.GetProperty("state").GetString()! : _ways[made].State, users);
            if (LoseNextAnswer)
            {
                LoseNextAnswer = false;
                return null;
            }
            return new { errcode = 0, config_id = made, qr_code = Picture(made) };
        }
    }

    private sealed record Way(string State, string[] Users);
}
