using System.Globalization;
using Shiyu.Runtime;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Simulation.Tests.Machine;
using Shiyu.Simulation.Tests.Stores;
using Shiyu.Store;
using Shiyu.WeCom;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>
/// A machine with our program, WeCom, and a town of customers, all from one seed. One thing happens at a time: a loop has a turn, a timer fires, something
/// arrives, the plug is pulled; only when nothing is left to do does time go on. After each step it is asked whether an invariant was broken.
/// </summary>
internal sealed class Town
{
    private static readonly TimeSpan s_strideMost = TimeSpan.FromMinutes(25);
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly Chance _crashes;
    private readonly Chance _net;
    private readonly MemoryDisk _disk = new();
    private readonly WeComOptions _options;
    private readonly LogView _log = new();
    private readonly Budgets _budgets;
    private readonly HandOvers _handOvers;
    private readonly Life _life;
    private readonly DateTimeOffset _lifeEnds;
    private readonly DateTimeOffset _ends;
    private readonly Dictionary<UInt128, Delivery> _decided = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _checkpointEvery;
    private Process _process;
    private Process? _again;
    private MemoryDisk? _diskAgain;
    private Exception? _broken;
    private TimeSpan _ahead;
    private bool _hasParts;
    private int _stopping;

    public Town(int seed, int days)
    {
        var start = new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.FromHours(8));
        (Seed, Days) = (seed, days);
        _clock = new WorldClock(start);
        _lifeEnds = start.AddDays(days);
        _ends = _lifeEnds.AddHours(6);
        Trace = new Trace(_clock);
        _chance = new Chance(seed);
        _crashes = new Chance(seed + 1_000_000);
        _net = new Chance(seed + 2_000_000);
        _checkpointEvery = _chance.Of(5, 200, 500_000);
        _options = new WeComOptions
        {
            CorpId = "ww1", Secret = "secret", Token = "token", EncodingAesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", Slot = TimeSpan.FromMinutes(_chance.Of(5, 15, 30)),
        };
        Playbook = new Playbook(new Chance(seed + 3_000_000), start);
        Server = new WeComServer(_clock, new Chance(seed + 4_000_000), (task, about) => Guard(() => Wire.Takes(task, (HandOver)about!)), about =>
        {
            if (about is HandOver handOver) Wire.TurnedBack(handOver);
        });
        _budgets = new Budgets(_log, Playbook);
        _handOvers = new HandOvers(_log, Playbook, Pauses, WhyNotTheirs, () => _disk.Deliveries.All);
        _process = Start();
        _life = new Life(this, _clock, new Chance(seed + 5_000_000), _lifeEnds);
        _clock.In(_crashes.About(TimeSpan.FromHours(24)), PullThePlug);
        _clock.In(_crashes.About(TimeSpan.FromDays(2)), SetTheClock);
    }

    public int Seed { get; }

    public int Days { get; }

    public Trace Trace { get; }

    public Playbook Playbook { get; }

    public WeComServer Server { get; }

    public Wire Wire { get; } = new();

    public Pauses Pauses { get; } = new();

    public LogView Log => _log;

    public int Crashes { get; private set; }

    /// <summary>The process that is up, with all its parts; null while there is none.</summary>
    public Process? Up => _hasParts && _stopping == 0 && !_process.IsDead ? _process : null;

    /// <summary>Lives through all days. Throws where an invariant was broken, and says how to live through it again.</summary>
    public async Task LiveAsync()
    {
        Again();
        await _done.Task;
    }

    /// <summary>Runs a check inside of code that would swallow its exception.</summary>
    public void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (Exception broken)
        {
            _broken ??= broken;
        }
    }

    public void Fail(string invariant, string what) => _broken ??= new InvariantBrokenException(invariant, what);

    // ---- the steps

    private void Again() => ThreadPool.UnsafeQueueUserWorkItem(_ => Step(), null);

    private void Step()
    {
        try
        {
            // What has become ready runs first, in its order; there is one thread for it, this one.
            if (ThreadPool.PendingWorkItemCount > 0) _process.Disturb();
            else if (Happen()) { }
            else
            {
                _done.SetResult();
                return;
            }
            if (_broken is not null) throw _broken;
            Again();
        }
        catch (Exception broken)
        {
            _done.SetException(new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{broken.Message}\nseed {Seed}, {Days} days; alone: SHIYU_SIMULATION_SEED={Seed} SHIYU_SIMULATION_DAYS={Days}\n{Trace.End}"), broken));
        }
    }

    /// <summary>One thing happens.</summary>
    /// <returns>False when the end has come.</returns>
    private bool Happen()
    {
        if (_process.Failure is { } failure && !_process.IsDead) throw failure;
        if (!_hasParts && _process is { IsDead: false, Runtime: not null }) Connect();
        // A slow disk, a busy machine: the world does not always wait until everything is done.
        if (_again is null && _chance.OnceIn(40)) _clock.MoveTo(_clock.Now + _chance.Within(TimeSpan.FromMilliseconds(400)));
        else if (_process.Turn(_chance)) return true;
        _process.Disturb();
        if (!_process.IsDead && _process.Wall.FireOne()) return true;
        if (_clock.TakeDue() is { } due)
        {
            due();
            return true;
        }
        if (_clock.Now >= _ends && Up is not null) return FoldAgain();
        _clock.MoveTo(NextMoment());
        return true;
    }

    private DateTimeOffset NextMoment()
    {
        var next = _clock.Now + TimeSpan.FromSeconds(1) + _chance.Within(s_strideMost);
        void AtMost(DateTimeOffset? at)
        {
            if (at is { } other && other < next) next = other;
        }
        AtMost(_clock.NextAt);
        if (Up is null) return next;
        AtMost(_process.Wall.NextAt);
        // A wake-up is taken when its millisecond is over; business time may stand still until the wall's clock has come so far.
        if (_process.Fold.NextWakeMs is { } wake && DateTimeOffset.FromUnixTimeMilliseconds(wake + 1) - _ahead is var at && at > _clock.Now) AtMost(at);
        return next;
    }

    // ---- the machine

    private Process Start()
    {
        _hasParts = false;
        _stopping = 0;
        var wall = new Wall(_clock, () => _ahead);
        Trace.Add("the program starts");
        return Process.Open(
            wall,
            process => new CrashingStore(_disk.Open(LogBody.EventIdOf), () => DiesNow(), Died, () => process.IsDead, commit => Guard(() => Committed(commit))),
            last => BusinessClock.Real(wall, last), _checkpointEvery);
    }

    private void Connect()
    {
        _hasParts = true;
        _process.Connect(
            _options,
            host => new WatchedHost(host, (changed, records) => Guard(() => Changing(changed, records))),
            process => new Network(_clock, _net, Trace, Server, () => process.IsDead, Leaves),
            _chance, what => Fail("no loop of the program fails", what));
    }

    private bool DiesNow() => _clock.Now < _lifeEnds && _crashes.OnceIn(2_500);

    private void PullThePlug()
    {
        if (_clock.Now >= _lifeEnds) return;
        _clock.In(_crashes.About(TimeSpan.FromHours(24)), PullThePlug);
        if (_process.IsDead || _stopping > 0) return;
        if (Up is { } up && _crashes.OnceIn(4))
        {
            Trace.Add("the program is told to stop");
            _stopping++;
            _ = StopAsync(up);
            return;
        }
        Died();
    }

    private async Task StopAsync(Process process)
    {
        try
        {
            await process.StopAsync();
        }
        catch (Exception error) when (!process.IsDead)
        {
            Fail("the program can be stopped", error.ToString());
        }
        catch (Exception)
        {
            return;    // the plug was pulled meanwhile
        }
        if (!process.IsDead) Died();
    }

    private void Died()
    {
        Trace.Add("the program is dead");
        Crashes++;
        _process.Die();
        _disk.Release();
        var down = _crashes.OnceIn(6) ? _crashes.About(TimeSpan.FromHours(2)) : _crashes.About(TimeSpan.FromSeconds(20));
        _clock.In(down, () => _process = Start());
    }

    /// <summary>The machine's clock is put right: back or forth, by less than what WeCom's own clock may differ.</summary>
    private void SetTheClock()
    {
        _ahead = TimeSpan.FromSeconds(_crashes.Between(-240, 240));
        Trace.Add(string.Create(CultureInfo.InvariantCulture, $"the clock is {_ahead.TotalSeconds} s ahead"));
        _clock.In(_crashes.About(TimeSpan.FromDays(2)), SetTheClock);
    }

    // ---- what is watched

    private void Committed(Commit commit)
    {
        // A body is the writer's buffer, which the next commit overwrites.
        foreach (var row in commit.Rows) _log.Take(row with { Body = row.Body.ToArray() });
        foreach (var delivery in commit.NewDeliveries)
        {
            if (!_decided.TryAdd(delivery.Id, delivery))
                throw new InvariantBrokenException("a step is decided once per run", $"{_decided[delivery.Id]}, and again {delivery}");
            _budgets.Decided(delivery);
        }
        Trace.Add(string.Create(CultureInfo.InvariantCulture,
            $"commit: {commit.Rows.Count} rows to {_disk.Rows.Count}, {commit.States.Count} states, {commit.Documents.Count} documents, deliveries{Told(commit.NewDeliveries)} changed{Told(commit.ChangedDeliveries)}"));
    }

    private static string Told(List<Delivery> deliveries) =>
        string.Concat(deliveries.Select(delivery => $" {delivery.Sequence}:{delivery.Sop}/{delivery.Step}:{delivery.State}:{delivery.Reason}"));

    private void Changing(IReadOnlyList<Delivery> changed, IReadOnlyList<WeCom.Hosting.Record> records)
    {
        if (_process.IsDead || Wire.Begin(changed, records) is not { } begun) return;
        foreach (var delivery in begun.Deliveries)
            if (_disk.Deliveries.Find(1, delivery.Sequence) is not { State: DeliveryState.Planned })
                throw new InvariantBrokenException("only what is planned is handed over", $"#{delivery.Sequence}");
        Judge(begun);
    }

    private void Judge(HandOver handOver)
    {
        foreach (var delivery in handOver.Deliveries)
            _handOvers.Judge(delivery, handOver.Text, handOver.Recipients[delivery.Sequence], _process.Fold.ThroughPosition, _process.Fold.ClockMs);
    }

    private object? Leaves(string path, string body)
    {
        if (!path.EndsWith("add_msg_template", StringComparison.Ordinal)) return null;
        HandOver? left = null;
        Guard(() =>
        {
            left = Wire.Leaves(body, delivery =>
                _disk.Deliveries.Find(1, delivery.Sequence) is { State: DeliveryState.Uncertain } stored && stored.Task == delivery.Task);
            // The guard was read at the last moment, and not before something that takes its time.
            if (!left.WasTurnedBack) Judge(left);
        });
        return left;
    }

    private string? WhyNotTheirs(string external, long customer)
    {
        if (!_disk.Identities.TryGetValue((1, 2, external), out var known)) return "nobody is known by it";
        var owner = _log.Survivor(known.Customer, long.MaxValue);
        return owner == _log.Survivor(customer, long.MaxValue) ? null : $"it is {owner}'s";
    }

    // ---- the end

    private bool FoldAgain()
    {
        if (_again is null)
        {
            _life.Judge(_disk);
            _diskAgain = _disk.LogOnly(PlanLibrary.Collection);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(_process.Fold.ClockMs);
            var wall = new Wall(_clock, () => _ahead);
            _again = Process.Open(wall, _ => _diskAgain.Open(LogBody.EventIdOf), _ => BusinessClock.Real(wall, now), 500_000);
            return true;
        }
        if (_again.Failure is { } failure) throw failure;
        if (_again.Turn(_chance)) return true;
        if (_again.Runtime is null) return true;
        Refold.Compare(_process.Fold, _again.Fold, _decided, _diskAgain!.Deliveries.All);
        foreach (var record in _process.Fold.Records)
        {
            if (record is not { IsLive: true }) continue;
            var definitions = _process.Fold.Plan.Definitions;
            var held = new SortedSet<string>(record.State!.Tags(_process.Fold.Plan)
                .Where(tag => definitions.Groups.First(group => group.Name == tag.Tag.Group).Tags.First(one => one.Name == tag.Tag.Tag).When is not null)
                .Select(tag => tag.Tag.ToString()), StringComparer.Ordinal);
            var naive = NaiveTags.Of(definitions, _log.Of(record.Id, long.MaxValue), _process.Fold.ClockMs);
            if (!held.SetEquals(naive))
                throw new InvariantBrokenException("tags are what a scan of the history says", $"c{record.Id} has {string.Join(' ', held)}, not {string.Join(' ', naive)}");
        }
        return false;
    }
}
