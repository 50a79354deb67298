namespace Shiyu.Runtime.Existing;

/// <summary>Existing customers of an SOP: those who would be let in, or how letting them in goes.</summary>
/// <param name="State">
/// <c>nobody</c> (a date takes everybody by itself, or nobody in particular is meant), <c>none</c> so far, <c>preview</c>, <c>running</c>, <c>held</c> (the SOP is paused, or older versions drain), <c>done</c>, <c>stopped</c> by hand, or <c>ended</c> for a reason.
/// </param>
/// <param name="Reason">Why it ended: <c>withdrawn</c>, the SOP is gone; null otherwise.</param>
/// <param name="Total">Customers on the list: those who qualified when it was made.</param>
/// <param name="Taken">Those whose run started.</param>
/// <param name="Refused">
/// Those whose turn came and for whom none did, by reason; in a preview, those with the trigger's tag or in its audience who would not be taken.
/// </param>
/// <param name="Left">Those whose turn is still to come.</param>
/// <param name="Pace">Customers and a unit of time, as in a definition; null for all at once.</param>
/// <param name="TakesSeconds">How long all of them take at this pace, in business time.</param>
/// <param name="ExpectedEnd">When the last turn comes at this pace; null unless it is running.</param>
public sealed record ExistingView(
    string Sop, string State, string? Reason, long Total, long Taken, IReadOnlyDictionary<string, long> Refused, long Left, string? Pace, long TakesSeconds, string? StartedAt,
    string? ExpectedEnd, string? EndedAt);

/// <summary>What became of a wish to let existing customers in.</summary>
public abstract record ExistingAnswer
{
    private ExistingAnswer() { }

    /// <summary>It was done, or is shown.</summary>
    public sealed record Shown(ExistingView View) : ExistingAnswer;

    public sealed record UnknownSop : ExistingAnswer;

    /// <summary>A date or cohort takes everybody by itself; and without a tag, an audience or a <c>when</c> nobody in particular is meant.</summary>
    public sealed record NobodyMeant : ExistingAnswer;

    public sealed record AlreadyRunning : ExistingAnswer;
}
