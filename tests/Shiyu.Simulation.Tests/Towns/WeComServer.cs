using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Shiyu.Simulation.Tests.Machine;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>WeCom as its contract tells it, as far as our program calls it: friendships, tasks that members confirm, welcomes, limits and moods.</summary>
internal sealed class WeComServer(WorldClock clock, Chance chance, Action<SentTask, object?> taken, Action<object?> turnedBack)
{
    private static readonly TimeSpan ListedAfterAtMost = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, WeComTask> _tasks = [];
    private readonly Dictionary<(string Customer, string Member), Friendship> _friendships = [];
    private readonly Dictionary<string, (DateTimeOffset Until, bool Used)> _welcomes = [];
    private int _token = 1;
    private int _numbers;
    private DateTimeOffset _limitedUntil = DateTimeOffset.MinValue;

    public long Welcomes { get; private set; }

    public IReadOnlyDictionary<(string Customer, string Member), Friendship> Friendships => _friendships;

    /// <summary>The customer and the member become friends; returns the code for the welcome.</summary>
    public string Befriend(string customer, string member)
    {
        _friendships[(customer, member)] = new Friendship(clock.Now, Mutual: true);
        var code = $"welcome-{++_numbers}";
        _welcomes[code] = (clock.Now.AddSeconds(20), false);
        return code;
    }

    /// <summary>The customer deletes the member: the relation stays readable, one-sided. The member deletes the customer: it is gone.</summary>
    public void Part(string customer, string member, bool byCustomer)
    {
        if (byCustomer) _friendships[(customer, member)] = _friendships[(customer, member)] with { Mutual = false };
        else _friendships.Remove((customer, member));
    }

    public bool AreFriends(string customer, string member) => _friendships.TryGetValue((customer, member), out var friendship) && friendship.Mutual;

    /// <param name="about">What our side knows of the request; handed on to whoever counts.</param>
    public string Handle(string path, string query, string body, object? about)
    {
        var api = path[(path.LastIndexOf('/') + 1)..];
        if (api == "gettoken") return chance.OnceIn(50) ? Error(-1) : Say(new { errcode = 0, errmsg = "ok", access_token = $"token-{_token}", expires_in = 7200 });
        if (HttpUtility.ParseQueryString(query)["access_token"] != $"token-{_token}" || chance.OnceIn(200))
        {
            if (chance.OnceIn(2)) _token++;
            turnedBack(about);
            return Error(42001);
        }
        if (clock.Now < _limitedUntil) return Error(45009);
        if (chance.OnceIn(400))
        {
            _limitedUntil = clock.Now + TimeSpan.FromMinutes(chance.Between(1, 20));
            return Error(45009);
        }
        if (chance.OnceIn(60)) return Error(chance.Of(-1, 45033));
        var json = body.Length > 0 ? JsonNode.Parse(body) : null;
        return api switch
        {
            "add_msg_template" => AddTask(json!, about),
            "get_groupmsg_list_v2" => List(json!),
            "get_groupmsg_task" => States(json!),
            "get_groupmsg_send_result" => Results(json!),
            "cancel_groupmsg_send" => Cancel(json!),
            "get" => Customer(HttpUtility.ParseQueryString(query)["external_userid"]!),
            "send_welcome_msg" => Welcome(json!),
            _ => Error(48002),
        };
    }

    private string AddTask(JsonNode json, object? about)
    {
        var sender = (string)json["sender"]!;
        var asked = json["external_userid"]!.AsArray().Select(id => (string)id!).ToList();
        var reached = asked.Where(customer => AreFriends(customer, sender)).ToList();
        if (reached.Count == 0) return Error(41048);
        var task = new WeComTask($"msg-{++_numbers}", sender, reached, (string?)json["text"]?["content"] ?? "", clock.Now, clock.Now + chance.Within(ListedAfterAtMost));
        _tasks[task.Id] = task;
        taken(new SentTask(task.Id, sender, reached, task.Text), about);
        // Some members never look.
        if (!chance.OnceIn(5)) clock.In(chance.About(TimeSpan.FromHours(chance.Of(1, 12, 40))), () => Confirm(task));
        // Taken, and yet the answer says that the system was busy.
        if (chance.OnceIn(40)) return Error(-1);
        return Say(new { errcode = 0, errmsg = "ok", fail_list = asked.Except(reached), msgid = task.Id });
    }

    private void Confirm(WeComTask task)
    {
        if (task.IsCancelled) return;
        task.ConfirmedAt = clock.Now;
        foreach (var customer in task.Customers)
            task.Fates[customer] = !AreFriends(customer, task.Sender) ? 2 : chance.OnceIn(20) ? 3 : 1;
    }

    private string List(JsonNode json)
    {
        var (from, to) = ((long)json["start_time"]!, (long)json["end_time"]!);
        var listed = _tasks.Values.Where(task => task.ListedAt <= clock.Now && Seconds(task.CreatedAt) >= from && Seconds(task.CreatedAt) <= to)
            .Select(task => new { msgid = task.Id, create_time = Seconds(task.CreatedAt), create_type = 0, text = new { content = task.Text } });
        return Say(new { errcode = 0, errmsg = "ok", group_msg_list = listed });
    }

    private string States(JsonNode json) => OfTask(json, task =>
        Say(new { errcode = 0, errmsg = "ok", task_list = new[] { new { userid = task.Sender, status = task.ConfirmedAt is null ? 0 : 2, send_time = Seconds(task.ConfirmedAt) } } }));

    private string Results(JsonNode json) => OfTask(json, task => Say(new
    {
        errcode = 0,
        errmsg = "ok",
        send_list = task.Customers.Select(customer => new
        {
            external_userid = customer, userid = task.Sender, status = task.Fates.GetValueOrDefault(customer), send_time = Seconds(task.ConfirmedAt),
        }),
    }));

    private string OfTask(JsonNode json, Func<WeComTask, string> answer) =>
        !_tasks.TryGetValue((string)json["msgid"]!, out var task) ? Error(41047)
        : clock.Now < task.CreatedAt.AddSeconds(5) ? Error(41063)
        : task.IsCancelled ? Error(41093)
        : answer(task);

    private string Cancel(JsonNode json)
    {
        if (!_tasks.TryGetValue((string)json["msgid"]!, out var task)) return Error(41047);
        if (task.ConfirmedAt is null) task.IsCancelled = true;
        return Say(new { errcode = 0, errmsg = "ok" });
    }

    private string Customer(string customer)
    {
        var followers = _friendships.Where(friendship => friendship.Key.Customer == customer)
            .Select(friendship => new { userid = friendship.Key.Member, createtime = Seconds(friendship.Value.Since), add_way = 1 }).ToList();
        return followers.Count == 0 ? Error(84061) : Say(new
        {
            errcode = 0, errmsg = "ok", external_contact = new { external_userid = customer, name = $"客户{customer[2..]}", type = 1, unionid = Identities.UnionOf(customer) },
            follow_user = followers,
        });
    }

    private string Welcome(JsonNode json)
    {
        var code = (string)json["welcome_code"]!;
        if (!_welcomes.TryGetValue(code, out var welcome) || welcome.Until < clock.Now) return Error(41050);
        if (welcome.Used) return Error(41051);
        _welcomes[code] = welcome with { Used = true };
        Welcomes++;
        return chance.OnceIn(40) ? Error(-1) : Say(new { errcode = 0, errmsg = "ok" });
    }

    private static long Seconds(DateTimeOffset? at) => at?.ToUnixTimeSeconds() ?? 0;

    private static string Error(int code) => string.Create(CultureInfo.InvariantCulture, $$"""{"errcode":{{code}},"errmsg":"e{{code}}"}""");

    private static string Say(object answer) => JsonSerializer.Serialize(answer);
}

/// <param name="Mutual">False when the customer has deleted the member.</param>
internal sealed record Friendship(DateTimeOffset Since, bool Mutual);

/// <summary>A task that WeCom has taken.</summary>
internal sealed record SentTask(string Msgid, string Sender, IReadOnlyList<string> Customers, string Text);

internal sealed class WeComTask(string id, string sender, IReadOnlyList<string> customers, string text, DateTimeOffset createdAt, DateTimeOffset listedAt)
{
    public string Id => id;
    public string Sender => sender;
    public IReadOnlyList<string> Customers => customers;
    public string Text => text;
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Its listings lag behind.</summary>
    public DateTimeOffset ListedAt => listedAt;

    public DateTimeOffset? ConfirmedAt { get; set; }
    public bool IsCancelled { get; set; }

    /// <summary>1 sent, 2 not a friend, 3 quota; absent: not sent.</summary>
    public Dictionary<string, int> Fates { get; } = [];
}
