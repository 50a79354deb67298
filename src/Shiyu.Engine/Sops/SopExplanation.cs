using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Why an SOP does or does not do something for one customer at one instant.</summary>
/// <param name="Trigger">
/// For a tag or an audience: whether it holds. For an event, and for a start by hand: whether there was one so far. Null where a date takes everyone.
/// </param>
/// <param name="TakesAt">When a date takes everyone; null for other triggers and for a cohort without a date.</param>
/// <param name="Goal">Counts what the run that is going has seen; without one what the last run would have seen, and without any nothing.</param>
/// <param name="Exit">Counts as the goal does.</param>
/// <param name="Going">The run that is going; null when none is.</param>
/// <param name="LastEnded">The run that ended last; null when none has.</param>
/// <param name="PausedSince">Since when the SOP is paused; null when it is not.</param>
/// <param name="Version">The version that is explained: the one that the run goes by or went by last, else the one in force.</param>
public sealed record SopExplanation(
    SopDefinition Definition, Explanation? Trigger, Instant? TakesAt, Explanation? When, Explanation? Goal, Explanation? Exit,
    ImmutableArray<StepExplanation> Steps, GoingRun? Going, EndedRun? LastEnded, Instant? PausedSince, int Version);

/// <param name="Arms">A branch's arms in file order; empty for other steps.</param>
public sealed record StepExplanation(StepDefinition Definition, Explanation? When, ImmutableArray<Explanation> Arms);

/// <summary>Where a run that is going stands.</summary>
/// <param name="Next">The step that comes next; null when the walk is over and the run ends with this instant.</param>
/// <param name="NextAt">When it has its turn: its time, the end of its wait, or the slot for which it was deferred; null while a pause keeps it.</param>
/// <param name="WaitingSince">Since when that step, a wait, is waiting for its event.</param>
/// <param name="DeferredUntil">The slot for which that step's message was deferred.</param>
/// <param name="HeldOut">It goes silently.</param>
public sealed record GoingRun(
    RunId Run, Instant StartedAt, Cause Cause, StepDefinition? Next, Instant? NextAt, Instant? WaitingSince, Instant? DeferredUntil,
    Instant? WindowEnds, bool HeldOut);
