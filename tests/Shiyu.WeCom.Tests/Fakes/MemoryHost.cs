using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Store;
using Shiyu.WeCom.Hosting;
using Record = Shiyu.WeCom.Hosting.Record;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>A runtime in memory: what it keeps survives a "restart" (new parts over the same host).</summary>
internal sealed class MemoryHost : IWeComHost
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Collection, string Key), byte[]> _records = new(Comparer<(string, string)>.Create((a, b) =>
        string.CompareOrdinal(a.Item1, b.Item1) is var byCollection and not 0 ? byCollection : string.CompareOrdinal(a.Item2, b.Item2)));
    private readonly SortedDictionary<long, Delivery> _deliveries = [];
    private readonly HashSet<string> _eventIds = [];
    private readonly Dictionary<string, long> _customers = new(StringComparer.Ordinal);
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MemoryHost(ManualTime wall, double rate = 1)
    {
        Wall = wall;
        Clock = new BusinessClock(wall, wall.GetUtcNow(), rate);
    }

    public BusinessClock Clock { get; }

    public TimeProvider Wall { get; }

    public DefinitionSet Definitions { get; set; } = DefinitionSet.Empty;

    public ZoneTable Zone { get; } = new("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);

    /// <summary>In Shanghai.</summary>
    public long DayStartMs(long atMs) => atMs - ((atMs + (8 * 3_600_000)) % 86_400_000);

    public long ClockTimeMs(long atMs, int minute) => DayStartMs(atMs) + (minute * 60_000L);

    public Task WaitForTasksAsync(CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);

    public IReadOnlyList<Delivery> OpenTasks()
    {
        lock (_lock) return [.. _deliveries.Values.Where(delivery => delivery is { State: DeliveryState.Planned, Kind: "task" or "invite" or "remove" })];
    }

    public async Task<IReadOnlyList<Delivery>> ChangeOpenTasksAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Record>> records)
    {
        IReadOnlyList<Delivery> open;
        lock (_lock) open = [.. changed.Where(task => _deliveries[task.Sequence].State == DeliveryState.Planned)];
        if (open.Count > 0) await ChangeAsync(open, records(open));
        return open;
    }

    public string TimeText(long atMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(atMs).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gives an advisor something to do.</summary>
    public Delivery PlanTask(string text = "电话回访", string member = "zhangsan", string kind = "task")
    {
        lock (_lock)
        {
            var planned = Plan("", member) with { Kind = kind, Touchpoint = kind == "task" ? "" : "vip", Content = kind == "task" ? text : "" };
            return _deliveries[planned.Sequence] = planned;
        }
    }

    /// <summary>Why customers have left their run, by delivery sequence.</summary>
    public Dictionary<long, string> Exited { get; } = [];

    /// <summary>Deliveries that could not be handed over any more.</summary>
    public HashSet<long> Expired { get; } = [];

    public Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<Delivery> handedOver, Func<Delivery, long> seen)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Standing>>([.. handedOver.Select(delivery => new Standing(
                delivery, $"c{delivery.Customer}", Exited.GetValueOrDefault(delivery.Sequence), !Exited.ContainsKey(delivery.Sequence) && !Expired.Contains(delivery.Sequence),
                _ready.TryGetValue(delivery.Sequence, out var ready) ? ready.Member : "zhangsan", $"客户{delivery.Customer}", 1))]);
        }
    }

    /// <summary>What the log took, in order, repeats left out.</summary>
    public List<IncomingEvent> Events { get; } = [];

    public int RepeatedEvents { get; private set; }

    /// <summary>Who may still be told what: by delivery sequence. Absent: may go to its customer with the material's text.</summary>
    public Func<Delivery, ReadyMessage?>? Check { get; set; }

    /// <summary>How often <see cref="CheckAsync"/> was asked.</summary>
    public int Checks { get; private set; }

    /// <summary>Thrown by the next write, as a full disk would.</summary>
    public Exception? NextWriteFails { get; set; }

    /// <summary>Asked before each write; what it throws, the write fails with.</summary>
    public Action<IReadOnlyList<Record>>? BeforeWrite { get; set; }

    public IReadOnlyList<string> EventNames => [.. Events.Select(e => e.Name)];

    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_lock) return [.. _deliveries.Values];
        }
    }

    public Delivery Plan(string customer, string member = "zhangsan", string text = "你好", long? dueAtMs = null)
    {
        lock (_lock)
        {
            var now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
            var sequence = _deliveries.Count + 1;
            var delivery = new Delivery
            {
                Sequence = sequence, Id = (UInt128)(1_000 + sequence), Shard = 0, Workspace = 1, Customer = sequence, Sop = "nudge", Run = (UInt128)sequence,
                Step = "first", Kind = "message", Touchpoint = "direct", Content = "m", State = DeliveryState.Planned, PlannedAtMs = now,
                DueAtMs = dueAtMs ?? now, ExpiresAtMs = now + 86_400_000, UpdatedAtMs = now, PlannedPosition = 1,
            };
            _deliveries[sequence] = delivery;
            _ready[sequence] = (customer, member, text);
            _planned.TrySetResult();
            return delivery;
        }
    }

    private readonly Dictionary<long, (string Customer, string Member, string Text)> _ready = [];

    public Delivery Delivery(Delivery planned)
    {
        lock (_lock) return _deliveries[planned.Sequence];
    }

    public static JsonElement Properties(IncomingEvent e) => Part(e, e.Properties);

    public static JsonElement Attributes(IncomingEvent e) => Part(e, e.Attributes);

    public Task<IntakeResult> AcceptAsync(IntakeBatch batch)
    {
        lock (_lock)
        {
            var fresh = batch.Events.Where(e => _eventIds.Add($"{batch.Source}/{e.Id}")).ToList();
            Events.AddRange(fresh);
            if (fresh.Count > 0) Interlocked.Exchange(ref _grown, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            RepeatedEvents += batch.Events.Count - fresh.Count;
            return Task.FromResult(new IntakeResult(fresh.Count, batch.Events.Count - fresh.Count));
        }
    }

    public LogPage ReadLog(long after, IReadOnlySet<string> names)
    {
        lock (_lock)
        {
            var facts = new List<FollowedFact>();
            for (var at = (int)after; at < Events.Count; at++)
            {
                var e = Events[at];
                // Customers are told apart by their external user id here: the first identity.
                var who = e.Identities[0].Value;
                if (!_customers.TryGetValue(who, out var customer)) _customers[who] = customer = _customers.Count + 1;
                if (names.Contains(e.Name)) facts.Add(new FollowedFact.Event(at + 1, customer, e.Name, e.OccurredAtMs ?? Clock.GetUtcNow().ToUnixTimeMilliseconds(), e.Payload.Slice(e.Properties.Start, e.Properties.Length)));
            }
            return new LogPage(Events.Count, facts);
        }
    }

    public async Task WaitForLogAsync(long after, CancellationToken stop)
    {
        while (true)
        {
            var grown = Volatile.Read(ref _grown).Task;
            lock (_lock)
            {
                if (Events.Count > after) return;
            }
            await grown.WaitAsync(stop);
        }
    }

    public byte[]? Document(string collection, string key)
    {
        lock (_lock) return _records.GetValueOrDefault((collection, key));
    }

    public IReadOnlyList<Record> Documents(string collection, string after = "", int limit = 500)
    {
        lock (_lock)
        {
            return [.. _records.Where(pair => pair.Key.Collection == collection && string.CompareOrdinal(pair.Key.Key, after) > 0)
                .Take(limit).Select(pair => new Record(collection, pair.Key.Key, pair.Value))];
        }
    }

    public Task PutAsync(IReadOnlyList<Record> records) => ChangeAsync([], records);

    public RenderedMaterial? Render(string material, IReadOnlyDictionary<string, JsonElement> attributes) =>
        Definitions.Materials.GetValueOrDefault(material) is { } known ? new RenderedMaterial(known.Text, known.Link) : null;

    public Task WaitForPlannedAsync(CancellationToken stop)
    {
        lock (_lock) return _planned.Task.WaitAsync(stop);
    }

    public IReadOnlyList<Delivery> Planned(int limit)
    {
        lock (_lock)
        {
            if (_planned.Task.IsCompleted) _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return [.. _deliveries.Values.Where(delivery => delivery is { State: DeliveryState.Planned, Kind: "message" }).Take(limit)];
        }
    }

    public IReadOnlyList<Delivery> OfTask(string task)
    {
        lock (_lock) return [.. _deliveries.Values.Where(delivery => delivery.Task == task).Reverse()];
    }

    public Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned)
    {
        lock (_lock)
        {
            Checks++;
            return Task.FromResult<IReadOnlyList<ReadyMessage>>([.. planned.Select(delivery => Check is { } check ? check(delivery) : Ready(delivery))
                .OfType<ReadyMessage>()]);
        }
    }

    public Task<IReadOnlyList<ReadyMessage>> LookAsync(IReadOnlyList<Delivery> deliveries) => CheckAsync(deliveries);

    public ReadyMessage Ready(Delivery delivery)
    {
        var (customer, member, text) = _ready[delivery.Sequence];
        return new ReadyMessage(delivery, customer, member, new RenderedMaterial(text, null));
    }

    public Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            if (NextWriteFails is { } failure)
            {
                NextWriteFails = null;
                return Task.FromException(failure);
            }
            BeforeWrite?.Invoke(records);
            foreach (var delivery in changed) _deliveries[delivery.Sequence] = delivery;
            foreach (var (collection, key, value) in records)
            {
                if (value is null) _records.Remove((collection, key));
                else _records[(collection, key)] = value;
            }
            return Task.CompletedTask;
        }
    }

    private static JsonElement Part(IncomingEvent e, (int Start, int Length) range)
    {
        using var json = JsonDocument.Parse(e.Payload.Slice(range.Start, range.Length));
        return json.RootElement.Clone();
    }
}
