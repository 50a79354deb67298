namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>What a question for an explanation comes to.</summary>
public abstract record ExplainAnswer
{
    public sealed record Explained(ExplainView View) : ExplainAnswer;

    public sealed record UnknownCustomer : ExplainAnswer;

    /// <param name="At">No SOP of that name was in force then.</param>
    public sealed record UnknownSop(string At) : ExplainAnswer;

    /// <summary>The instant lies before the customer's first event or in the future.</summary>
    /// <param name="From">The first instant that can be explained.</param>
    /// <param name="To">The last one: now.</param>
    public sealed record OutOfTime(string From, string To) : ExplainAnswer;
}
