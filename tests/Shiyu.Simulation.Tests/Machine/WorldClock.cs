namespace Shiyu.Simulation.Tests.Machine;

/// <summary>True time, as the world outside lives by it, and what is to happen when.</summary>
internal sealed class WorldClock(DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _agenda = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = start.ToUniversalTime();

    public DateTimeOffset? NextAt => _agenda.TryPeek(out _, out var key) ? new DateTimeOffset(key.Ticks, TimeSpan.Zero) : null;

    public void In(TimeSpan delay, Action happens) => _agenda.Enqueue(happens, ((Now + delay).UtcTicks, _order++));

    /// <summary>Completes when so much time has passed.</summary>
    public Task Pass(TimeSpan time)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        In(time, over.SetResult);
        return over.Task;
    }

    public void MoveTo(DateTimeOffset at)
    {
        if (at > Now) Now = at.ToUniversalTime();
    }

    /// <summary>The next thing whose time has come; null when there is none.</summary>
    public Action? TakeDue() => _agenda.TryPeek(out _, out var key) && key.Ticks <= Now.UtcTicks ? _agenda.Dequeue() : null;
}
