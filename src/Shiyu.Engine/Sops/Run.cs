using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>One customer's pass through an SOP while it goes on.</summary>
internal sealed class Run
{
    public required RunId Id { get; init; }

    /// <summary>The version of its SOP that it goes by.</summary>
    public required int Version { get; set; }

    public required Instant StartedAt { get; init; }
    public required Cause Cause { get; init; }

    /// <summary>
    /// The last arrival known at entry, and that of the event that caused it (<see cref="long.MaxValue"/> where time alone did):
    /// they tell later which events of the history were folded after the entry.
    /// </summary>
    public required long ArrivalsAtEntry { get; init; }
    public required long CauseArrival { get; init; }

    /// <summary>From where the steps' times count.</summary>
    public required Instant AnchorAt { get; init; }

    public Instant WindowEnds { get; set; } = Instant.Max;

    /// <summary>Leaving the trigger's tag or audience ends it: true for those that a trigger of that kind started.</summary>
    public bool Stays { get; init; }

    /// <summary>It goes silently: what would be carried out is only noted.</summary>
    public bool HeldOut { get; set; }

    /// <summary>Index of the step that comes next; the number of steps when the walk is over.</summary>
    public int NextStep { get; set; }

    /// <summary>
    /// Steps that it had behind it when it came to this version and that do not stand before it there: no act of them is done again. Empty for nearly every run.
    /// </summary>
    public string[] Behind { get; set; } = [];

    /// <summary>When the step before was done: the next one is late when its time is before this.</summary>
    public Instant ReachedAt { get; set; }

    /// <summary>The next step's time, or the time-out of a wait that has begun; meaningless when the walk is over.</summary>
    public Instant DueAt { get; set; }

    /// <summary>The slot for which the message at hand was deferred; null when it was not.</summary>
    public Instant? DeferredUntil { get; set; }

    /// <summary>When the step at hand has its turn.</summary>
    public Instant TurnAt => DeferredUntil ?? DueAt;

    /// <summary>Since when the step at hand, a wait, is waiting; null before it begins and for other steps.</summary>
    public Instant? WaitingSince { get; set; }

    /// <summary>What it waits for has come; it goes on from there as soon as it may.</summary>
    public bool WaitMet { get; set; }

    /// <summary>While a resumption is carried out: what becomes of what a pause has kept. Never outlives that.</summary>
    public CatchUp CatchesUp { get; set; }

    /// <summary>The next instant at which goal or exit may turn true by time alone.</summary>
    public Instant AskAt { get; set; } = Instant.Max;

    /// <summary>Goal and exit are to be asked again: something they read has changed.</summary>
    public bool Ask { get; set; }

    /// <summary>What goal and exit have counted; null where they count nothing.</summary>
    public AccumulatorStates? Events { get; set; }

    /// <summary>Whether an event of the history was folded after this run's entry.</summary>
    public bool Sees(EventFact fact) =>
        fact.Arrival > ArrivalsAtEntry
        || fact.OccurredAt > StartedAt
        || (fact.OccurredAt == StartedAt && fact.Arrival > CauseArrival);

    /// <summary>Whether the event is what this run waits for: it occurred in the wait's span, whose end still counts.</summary>
    public bool IsMetBy(EventFact fact, SopPlan sop, Instant now) =>
        WaitingSince is { } since && fact.OccurredAt >= since && fact.OccurredAt <= DueAt
        && sop.Steps[NextStep].Awaited is { } awaited && awaited.Matches(fact, now);

    /// <summary>What it waits for has come: the wait is over as of now, also where a pause keeps the run from going on.</summary>
    public void Meet(Instant now)
    {
        WaitMet = true;
        DueAt = now;
    }

    /// <summary>The place at which a walk stands that comes to a step: acts that lie behind it are passed over. A wait or a branch only says where to go, and says it again.</summary>
    public int Onward(SopPlan sop, int step)
    {
        if (Behind.Length > 0)
            while (step < sop.Steps.Length && !sop.Steps[step].Definition.Act.IsFork && Behind.Contains(sop.Steps[step].Id)) step++;
        return step;
    }

    /// <param name="paused">A pause keeps steps from their turn, and only them.</param>
    public Instant NextWakeUp(SopPlan sop, bool paused)
    {
        var next = WindowEnds < AskAt ? WindowEnds : AskAt;
        return !paused && NextStep < sop.Steps.Length && TurnAt < next ? TurnAt : next;
    }
}

internal enum CatchUp : byte { None, Send, Drop }
