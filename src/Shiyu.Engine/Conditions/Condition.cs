using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>The condition tree, as written; <see cref="ConditionCompiler"/> makes it askable.</summary>
public abstract record Condition
{
    public sealed record Always : Condition;

    public sealed record Never : Condition;

    /// <summary><c>all: […]</c>; true when empty.</summary>
    public sealed record All(ImmutableArray<Condition> Parts) : Condition;

    /// <summary><c>any: […]</c>; false when empty.</summary>
    public sealed record Any(ImmutableArray<Condition> Parts) : Condition;

    public sealed record Not(Condition Part) : Condition;

    /// <param name="Name">The attribute; where none has exactly this name, a dot goes one level down.</param>
    public sealed record OfAttribute(string Name, ImmutableArray<Comparison> Comparisons) : Condition;

    /// <param name="For">Null: has it now, however short.</param>
    public sealed record HasTag(TagName Tag, Duration? For) : Condition;

    /// <param name="Measure">Null: there is at least one.</param>
    public sealed record Events(EventPattern Event, EventWindow Window, Measure? Measure) : Condition;

    /// <param name="Within">The last is at most this long after the first.</param>
    /// <param name="Horizon">With it, <c>now - h &lt; first</c>.</param>
    public sealed record Sequence(ImmutableArray<EventPattern> Elements, Duration Within, Duration? Horizon) : Condition;

    /// <param name="For">The latest event is at least this old.</param>
    /// <param name="Within">With it, the latest event is younger than this.</param>
    public sealed record Unanswered(EventPattern Event, EventPattern By, Duration For, Duration? Within) : Condition;

    /// <param name="Member">Null: any.</param>
    public sealed record HasContact(string? Member, ContactState State, DateValue? Since) : Condition;

    public sealed record InAudience(string Name) : Condition;
}
