namespace Shiyu.Engine;

/// <summary>Why a planned message is not handed over after all.</summary>
/// <param name="Reason"><c>expired</c>, <c>when_false</c>, <c>no_contact</c>, <c>do_not_disturb</c> or <c>ended:REASON</c>.</param>
public sealed record HandOverRefusal(StepOutcome Outcome, string Reason);
