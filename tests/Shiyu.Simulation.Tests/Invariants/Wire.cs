using System.Text.Json.Nodes;
using Shiyu.Simulation.Tests.Towns;
using Shiyu.Store;
using Record = Shiyu.WeCom.Hosting.Record;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Law 5 on the wire: a request leaves only for a hand-over that was begun durably, once; and WeCom takes each message at most once.</summary>
internal sealed class Wire(Limits limits)
{
    private readonly Dictionary<(string Member, DateTime Day), int> _tasks = [];
    private readonly List<HandOver> _begun = [];
    private readonly Dictionary<long, string> _taken = [];

    /// <summary>Messages that WeCom has taken.</summary>
    public int Taken => _taken.Count;

    public int Requests { get; private set; }

    /// <summary>By delivery, the task in which WeCom took it.</summary>
    public IReadOnlyDictionary<long, string> TakenIn => _taken;

    public HandOver? Begin(IReadOnlyList<Delivery> changed, IReadOnlyList<Record> records)
    {
        if (!changed.Any(delivery => delivery is { State: DeliveryState.Uncertain, Reason: "sending" })) return null;
        var task = JsonNode.Parse(records.Single(record => record.Collection == "wecom.task").Value!)!;
        var recipients = JsonNode.Parse(records.Single(record => record.Collection == "wecom.task.recipients").Value!)!.AsArray()
            .ToDictionary(recipient => (long)recipient!["delivery"]!, recipient => (string)recipient!["externalUserId"]!);
        var begun = new HandOver((string)task["key"]!, (string)task["member"]!, (string)task["content"]!["text"]!, changed, recipients);
        _begun.Add(begun);
        return begun;
    }

    /// <summary>A request for a task leaves the machine.</summary>
    /// <param name="isDurable">Whether the store says of a delivery that it is being sent in that task.</param>
    public HandOver Leaves(string body, Func<Delivery, bool> isDurable)
    {
        Requests++;
        var json = JsonNode.Parse(body)!;
        var (sender, text) = ((string)json["sender"]!, (string)json["text"]!["content"]!);
        var to = json["external_userid"]!.AsArray().Select(id => (string)id!).ToHashSet(StringComparer.Ordinal);
        var begun = _begun.FindLast(one => one.Member == sender && one.Text == text && !one.HasLeft && to.IsSubsetOf(one.Recipients.Values))
            ?? throw new InvariantBrokenException("a request leaves for one begun hand-over", body);
        if (!begun.Deliveries.All(isDurable)) throw new InvariantBrokenException("a hand-over is durable before its request leaves", body);
        (begun.HasLeft, begun.Asked) = (true, to);
        return begun;
    }

    /// <summary>WeCom refused the token, before it looked at anything else: the same request may leave again with another.</summary>
    public static void TurnedBack(HandOver handOver) => (handOver.HasLeft, handOver.WasTurnedBack) = (false, true);

    /// <summary>WeCom takes a task.</summary>
    public void Takes(SentTask task, HandOver handOver)
    {
        var day = (task.Sender, Limits.DayOf(handOver.Deliveries[0].UpdatedAtMs));
        if ((_tasks[day] = _tasks.GetValueOrDefault(day) + 1) > limits.TasksOfMember)
            throw new InvariantBrokenException("no member is asked more often than the workspace allows", $"{day}: {_tasks[day]}");
        foreach (var (delivery, customer) in handOver.Recipients)
        {
            if (!task.Customers.Contains(customer)) continue;
            if (!_taken.TryAdd(delivery, task.Msgid))
                throw new InvariantBrokenException("a step's message reaches WeCom at most once per run", $"#{delivery} in {_taken[delivery]} and in {task.Msgid}: {task.Text}");
        }
    }
}

/// <summary>A task of ours that was begun.</summary>
internal sealed record HandOver(string Key, string Member, string Text, IReadOnlyList<Delivery> Deliveries, IReadOnlyDictionary<long, string> Recipients)
{
    public bool HasLeft { get; set; }

    /// <summary>The customers in the request, once it has left.</summary>
    public IReadOnlySet<string> Asked { get; set; } = new HashSet<string>();

    public bool WasTurnedBack { get; set; }
}
