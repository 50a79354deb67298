namespace Shiyu.Server.Deliveries;

/// <param name="Outcome">What came of the task; definitions compare it.</param>
/// <param name="Note">What else is worth keeping.</param>
internal sealed record TaskOutcome(string? Outcome, string? Note = null);
