using System.Globalization;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Simulation.Tests.Stores;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>The machine that our program runs on: it starts, is stopped, dies at any commit or request, stalls, has its clock set, and is started twice.</summary>
internal sealed class Computer
{
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly Trace _trace;
    private readonly MemoryDisk _disk;
    private readonly DateTimeOffset _wellFrom;
    private readonly Action<Commit> _committed;
    private readonly Action<string, string> _fail;
    private readonly long _checkpointEvery;
    private bool _isConnected;
    private bool _isStopping;

    /// <param name="wellFrom">From then on nothing befalls it.</param>
    /// <param name="committed">Told of each commit that is durable.</param>
    /// <param name="fail">Told what invariant was broken, and how.</param>
    public Computer(
        WorldClock clock, Chance chance, Trace trace, MemoryDisk disk, DateTimeOffset wellFrom, Action<Commit> committed, Action<string, string> fail)
    {
        (_clock, _chance, _trace, _disk, _wellFrom, _committed, _fail) = (clock, chance, trace, disk, wellFrom, committed, fail);
        _checkpointEvery = _chance.Of(5, 200, 500_000);
        Process = Start();
        Often(TimeSpan.FromHours(36), PullThePlug);
        Often(TimeSpan.FromHours(42), SetTheClock);
        Often(TimeSpan.FromHours(60), StartTwice);
        _clock.In(_wellFrom - _clock.Now, () => Ahead = TimeSpan.Zero);
    }

    public Process Process { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>How far the machine's clock is ahead of true time.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>The process that is up, with all its parts; null while there is none.</summary>
    public Process? Up => _isConnected && !_isStopping && !Process.IsDead ? Process : null;

    /// <summary>Adds the parts of WeCom once the runtime is open.</summary>
    public void ConnectOnce(Action<Process> connect)
    {
        if (_isConnected || Process is not { IsDead: false, Runtime: not null }) return;
        _isConnected = true;
        connect(Process);
    }

    /// <summary>One of its two loops stalls for a while.</summary>
    public void Stall(TimeSpan time)
    {
        var writer = _chance.OnceIn(3);
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"the {(writer ? "disk" : "fold")} stalls for {time.TotalSeconds:0.0} s"));
        Process.Stall(writer, _clock.Now + time);
    }

    /// <summary>A request is out, or WeCom has done what it asks for: the process may die before it hears of it.</summary>
    public void MayDieAt(string path)
    {
        if (!DiesOnceIn(path.EndsWith("add_msg_template", StringComparison.Ordinal) ? 30 : path.EndsWith("send_welcome_msg", StringComparison.Ordinal) ? 150 : 4_000)) return;
        if (!Process.IsDead) Die();
    }

    /// <summary>The program again, over another disk and by the machine's clock.</summary>
    public Process OpenOver(MemoryDisk disk, DateTimeOffset now)
    {
        var wall = new Wall(_clock, () => Ahead);
        return Process.Open(wall, _ => disk.Open(LogBody.EventIdOf), _ => BusinessClock.Real(wall, now), 500_000);
    }

    private Process Start()
    {
        (_isConnected, _isStopping) = (false, false);
        var wall = new Wall(_clock, () => Ahead);
        _trace.Add("the program starts");
        return Process.Open(
            wall, process => new CrashingStore(_disk.Open(LogBody.EventIdOf), DiesAt, Die, () => process.IsDead, _committed),
            last => BusinessClock.Real(wall, last), _checkpointEvery);
    }

    /// <summary>At any commit, and rather where most hangs on it: a hand-over that is begun, a callback that is done with, states that are written.</summary>
    private bool DiesAt(Commit commit) => DiesOnceIn(
        commit.ChangedDeliveries.Exists(delivery => delivery.State == DeliveryState.Uncertain)
        || commit.Documents.Exists(document => document is { Collection: "wecom.callback", Value: null }) ? 50
        : commit.States.Count > 0 ? 300
        : 5_000);

    private bool DiesOnceIn(int times) => _clock.Now < _wellFrom && _chance.OnceIn(times);

    private void PullThePlug()
    {
        if (Process.IsDead || _isStopping) return;
        if (Up is { } up && _chance.OnceIn(4))
        {
            _trace.Add("the program is told to stop");
            _isStopping = true;
            _ = StopAsync(up);
            return;
        }
        Die();
    }

    private async Task StopAsync(Process process)
    {
        try
        {
            await process.StopAsync();
        }
        catch (Exception error) when (!process.IsDead)
        {
            _fail("the program can be stopped", error.ToString());
        }
        catch (Exception)
        {
            return;    // the plug was pulled meanwhile
        }
        if (!process.IsDead) Die();
    }

    private void Die()
    {
        _trace.Add("the program is dead");
        Crashes++;
        Process.Die();
        _disk.Release();
        var down = _chance.OnceIn(6) ? _chance.About(TimeSpan.FromHours(2)) : _chance.About(TimeSpan.FromSeconds(20));
        _clock.In(down, () => Process = Start());
    }

    /// <summary>
    /// The machine's clock is set, back or forth: mostly by little, now and then by hours or days. Somebody puts that right the same day; business time, which never
    /// goes back, may stand still until then.
    /// </summary>
    private void SetTheClock()
    {
        var far = _chance.OnceIn(2.5);
        Ahead = far
            ? _chance.Of(TimeSpan.FromHours(_chance.Between(-12, 12)), TimeSpan.FromDays(_chance.Between(-3, 1)))
            : TimeSpan.FromSeconds(_chance.Between(-240, 240));
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"the clock is {Ahead.TotalSeconds} s ahead"));
        if (far) _clock.In(_chance.About(TimeSpan.FromHours(5)), () =>
        {
            Ahead = TimeSpan.Zero;
            _trace.Add("the clock is right");
        });
    }

    /// <summary>Law 7: whoever starts the program a second time is refused, and the first goes on.</summary>
    private void StartTwice()
    {
        if (Up is null) return;
        _trace.Add("the program is started a second time");
        var second = OpenOver(_disk, _clock.Now);
        _clock.In(TimeSpan.FromSeconds(1), () =>
        {
            if (second.Failure is not StoreException) _fail("one writer", $"a second start came to {second.Failure?.ToString() ?? "run"}");
        });
    }

    private void Often(TimeSpan about, Action happens)
    {
        _clock.In(_chance.About(about), () =>
        {
            if (_clock.Now >= _wellFrom) return;
            Often(about, happens);
            happens();
        });
    }
}
