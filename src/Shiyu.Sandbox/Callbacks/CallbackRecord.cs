namespace Shiyu.Sandbox.Callbacks;

/// <summary>What became of one callback, for whoever looks at <c>/sandbox/callbacks</c>.</summary>
/// <param name="Outcome"><c>delivered</c> or <c>lost</c>: after three attempts WeCom gives up, too.</param>
/// <param name="LastAnswer">The last attempt's HTTP status, or why there was none.</param>
internal sealed record CallbackRecord(string ChangeType, DateTimeOffset At, int Attempts, string Outcome, string LastAnswer);
