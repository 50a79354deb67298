using System.Globalization;
using Shiyu.Runtime.Definitions;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Simulation.Tests.Machine;
using Shiyu.Simulation.Tests.Stores;
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
    private readonly Chance _net;
    private readonly MemoryDisk _disk = new();
    private readonly WeComOptions _options;
    private readonly Life _life;
    private readonly Watch _watch;
    private readonly DateTimeOffset _ends;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _again;
    private MemoryDisk? _diskAgain;
    private Exception? _broken;

    public Town(int seed, int days)
    {
        var start = new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.FromHours(8));
        var lifeEnds = start.AddDays(days);
        (Seed, Days, _ends) = (seed, days, lifeEnds.AddHours(7));
        _clock = new WorldClock(start);
        Trace = new Trace(_clock);
        _chance = new Chance(seed);
        _net = new Chance(seed + 2_000_000);
        _options = new WeComOptions
        {
            CorpId = "ww1", Secret = "secret", Token = "token", EncodingAesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", Slot = TimeSpan.FromMinutes(_chance.Of(1, 5, 15, 30)),
        };
        Playbook = new Playbook(new Chance(seed + 3_000_000), start);
        Wire = new Wire(Playbook.Limits);
        Turns = new Turns(Pauses);
        Server = new WeComServer(_clock, new Chance(seed + 4_000_000), (task, about) => Guard(() => Wire.Takes(task, (HandOver)about!)), about =>
        {
            if (about is HandOver handOver) Wire.TurnedBack(handOver);
        });
        Neighbour.MoveIn(_disk);
        Computer = new Computer(_clock, new Chance(seed + 1_000_000), Trace, _disk, lifeEnds, commit => Guard(() => _watch!.Committed(commit)), Fail);
        _watch = new Watch(this, _disk, Computer);
        _life = new Life(this, _clock, new Chance(seed + 5_000_000), lifeEnds);
        Operators = new Operators(this, _clock, new Chance(seed + 6_000_000), lifeEnds);
        Temptations = new Temptations(this, _clock, new Chance(seed + 7_000_000), _life, Operators, _options.Slot, lifeEnds);
    }

    public int Seed { get; }

    public int Days { get; }

    public Trace Trace { get; }

    public Playbook Playbook { get; }

    public WeComServer Server { get; }

    public Computer Computer { get; }

    public Operators Operators { get; }

    public Temptations Temptations { get; }

    public Wire Wire { get; }

    public Pauses Pauses { get; } = new();

    public Stops Stops { get; } = new();

    public Versions Versions { get; } = new();

    public Turns Turns { get; }

    public LogView Log { get; } = new();

    /// <summary>The process that is up, with all its parts; null while there is none.</summary>
    public Process? Up => Computer.Up;

    /// <summary>Lives through all days. Throws where an invariant was broken, and says how to live through it again.</summary>
    public async Task LiveAsync()
    {
        Again();
        await _done.Task;
    }

    public void Fail(string invariant, string what) => _broken ??= new InvariantBrokenException(invariant, what);

    /// <summary>Runs a check inside of code that would swallow its exception.</summary>
    private void Guard(Action check)
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

    // ---- the steps

    private void Again() => ThreadPool.UnsafeQueueUserWorkItem(_ => Step(), null);

    private void Step()
    {
        try
        {
            // What has become ready runs first, in its order; there is one thread for it, this one.
            if (ThreadPool.PendingWorkItemCount > 0) Computer.Process.Disturb();
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
        var process = Computer.Process;
        if (process.Failure is { } failure && !process.IsDead) throw failure;
        Computer.ConnectOnce(Connect);
        // A slow disk, a busy machine: the world does not always wait until everything is done.
        if (_again is null && _chance.OnceIn(40)) _clock.MoveTo(_clock.Now + _chance.Within(TimeSpan.FromMilliseconds(400)));
        else if (process.Turn(_chance, _clock.Now)) return true;
        process.Disturb();
        if (!process.IsDead && process.Wall.FireOne()) return true;
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
        if (Up is not { } up) return next;
        AtMost(up.Wall.NextAt);
        AtMost(up.StallsUntil(_clock.Now));
        // A wake-up is taken when its millisecond is over; business time may stand still until the wall's clock has come so far.
        if (up.Fold.NextWakeMs is { } wake && DateTimeOffset.FromUnixTimeMilliseconds(wake + 1) - Computer.Ahead is var at && at > _clock.Now) AtMost(at);
        return next;
    }

    private void Connect(Process process) => process.Connect(
        _options,
        host => new WatchedHost(host, (changed, records) => Guard(() => _watch.Changing(changed, records))),
        opened => new Network(_clock, _net, Trace, Server, () => opened.IsDead, Leaves, Computer.MayDieAt),
        _chance, what => Fail("no loop of the program fails", what));

    private object? Leaves(string path, string body)
    {
        HandOver? left = null;
        Guard(() => left = _watch.Leaves(path, body));
        return left;
    }

    // ---- the end

    private bool FoldAgain()
    {
        var live = Computer.Process;
        if (_again is null)
        {
            _life.Judge(_disk);
            _watch.JudgeWhatIsLeft();
            _diskAgain = _disk.LogOnly(PlanLibrary.Collection);
            _again = Computer.OpenOver(_diskAgain, DateTimeOffset.FromUnixTimeMilliseconds(live.Fold.ClockMs));
            return true;
        }
        if (_again.Failure is { } failure) throw failure;
        if (_again.Turn(_chance, _clock.Now)) return true;
        if (_again.Runtime is null) return true;
        Refold.Compare(live.Fold, _again.Fold, _watch.Decided, _diskAgain!.Deliveries.All);
        NaiveTags.Compare(live.Fold, Log);
        return false;
    }
}
