using Shiyu.Engine.Definitions;
using Shiyu.Engine.Sops;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Simulation.Tests.Machine;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>What operators do: they publish, pause, resume, let existing customers in, learn, and let go what the guardrail stopped. Whoever is not answered tries again.</summary>
internal sealed class Operators
{
    private readonly Town _town;
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly DateTimeOffset _ends;
    private readonly HashSet<string> _underPause = [];
    private readonly SemaphoreSlim _publishing = new(1);

    public Operators(Town town, WorldClock clock, Chance chance, DateTimeOffset ends)
    {
        (_town, _clock, _chance, _ends) = (town, clock, chance, ends);
        _clock.In(TimeSpan.FromSeconds(1), () => _ = PublishAsync());
        Often(TimeSpan.FromHours(30), () =>
        {
            _town.Playbook.Change(_underPause.Contains);
            _ = PublishAsync();
        });
        Often(TimeSpan.FromHours(20), () => _ = PauseAsync(_chance.OneOf(_town.Playbook.Live)));
        Often(TimeSpan.FromHours(20), () => _ = LetInAsync(_chance.OneOf(_town.Playbook.Live)));
        Often(TimeSpan.FromHours(40), () => _ = LearnAsync());
        Often(TimeSpan.FromMinutes(50), () => _ = WatchAsync());
    }

    /// <summary>What is being published, and with which choice for runs that are going; null while nothing is.</summary>
    public (Edition Edition, RunsChoice Choice)? UnderWay { get; private set; }

    /// <summary>Pauses an SOP for a while: for minutes, hours or days.</summary>
    public async Task PauseAsync(string sop)
    {
        if (!_underPause.Add(sop)) return;
        _town.Pauses.Pausing(sop);
        var paused = await HandAsync("an SOP can be paused", async up => (Known: await up.Runtime!.PauseAsync(sop) is not null, AtMs: 0L));
        if (!paused.Known)
        {
            _underPause.Remove(sop);
            _town.Pauses.Resumed(sop);
            return;
        }
        _town.Pauses.Paused(sop);
        _town.Trace.Add($"{sop} is paused");
        await _clock.Pass(_chance.About(_chance.Of(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(40), TimeSpan.FromHours(10), TimeSpan.FromDays(2))));
        var drop = _chance.OnceIn(2);
        _town.Pauses.Resuming(sop);
        var (_, asked) = await HandAsync("an SOP can be resumed", async up =>
        {
            var now = up.Runtime!.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            return (await up.Runtime!.ResumeAsync(sop, drop) is not null, now);
        });
        if (drop) _town.Pauses.Dropped(sop, asked);
        _underPause.Remove(sop);
        _town.Pauses.Resumed(sop);
        _town.Trace.Add($"{sop} is resumed, {(drop ? "drop" : "send")}");
    }

    private async Task PublishAsync()
    {
        await _publishing.WaitAsync();
        var choice = _chance.Of(RunsChoice.Pin, RunsChoice.Migrate, RunsChoice.Drain);
        UnderWay = (_town.Playbook.Files(), choice);
        // Runs are pinned where nothing is said; only those of an SOP that is taken away are ended then.
        var request = choice == RunsChoice.Pin ? PublishRequest.Applied : new PublishRequest(new Dictionary<string, RunsChoice> { [PublishRequest.All] = choice }, "apply", null);
        AppliedDefinitions applied;
        // What a crash has interrupted is begun anew, and goes first.
        do applied = await HandAsync("definitions are applied", up => up.Runtime!.ApplyAsync(UnderWay.Value.Edition.Files, request));
        while (applied.Instead is not null);
        if (!applied.Applied) _town.Fail("the town's playbook is valid", string.Join('\n', applied.Refusals));
        UnderWay = null;
        _town.Trace.Add($"published, {choice}");
        _publishing.Release();
    }

    private async Task LetInAsync(string sop)
    {
        if (_chance.OnceIn(4))
        {
            await HandAsync("letting in can be stopped", up => up.Runtime!.StopExistingAsync(sop));
            return;
        }
        var pace = new Pace(_chance.Between(1, 4), _chance.Of(Shiyu.Engine.Facts.Duration.Minutes(10), Shiyu.Engine.Facts.Duration.Hours(1)));
        _town.Turns.Asked(sop, pace);
        await HandAsync("existing customers can be let in", up => up.Runtime!.StartExistingAsync(sop, pace));
        _town.Trace.Add($"{sop} takes existing customers");
    }

    private Task LearnAsync() => HandAsync("values can be learned", up => up.Runtime!.LearnAsync(CancellationToken.None));

    private async Task WatchAsync()
    {
        var stops = await HandAsync("the guardrail can be watched", async up =>
        {
            await up.Runtime!.WatchGuardrailAsync(CancellationToken.None);
            return up.Runtime!.GuardrailStops();
        });
        foreach (var stop in stops)
        {
            _town.Stops.Stopped(stop.What);
            if (!_chance.OnceIn(20)) continue;
            _town.Stops.Resuming(stop.What);
            await HandAsync("what was stopped can be let go", up => up.Runtime!.ResumeStoppedAsync(stop.What));
        }
    }

    private void Often(TimeSpan about, Action happens)
    {
        _clock.In(_chance.About(about), () =>
        {
            if (_clock.Now >= _ends) return;
            Often(about, happens);
            happens();
        });
    }

    /// <summary>Until the program answers.</summary>
    private async Task<T> HandAsync<T>(string invariant, Func<Process, Task<T>> act)
    {
        while (true)
        {
            if (_town.Up is { } up)
            {
                try
                {
                    var answer = await act(up);
                    if (!up.IsDead) return answer;
                }
                catch (Exception error)
                {
                    if (!up.IsDead && _town.Up == up) _town.Fail(invariant, error.ToString());
                }
            }
            await _clock.Pass(_chance.About(TimeSpan.FromSeconds(30)));
        }
    }
}
