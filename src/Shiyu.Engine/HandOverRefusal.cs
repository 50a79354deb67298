namespace Shiyu.Engine;

/// <summary>Why a planned message is not handed over after all, or not yet.</summary>
/// <param name="Outcome">Deferred: it stays planned and is asked about again.</param>
/// <param name="Reason"><c>paused</c>, <c>guardrail</c>, <c>quiet_hours</c>, <c>cap:NAME</c>, <c>quota:NAME</c>, <c>expired</c>, <c>when_false</c>, <c>no_contact</c>, <c>do_not_disturb</c> or <c>ended:REASON</c>.</param>
public sealed record HandOverRefusal(StepOutcome Outcome, string Reason);
