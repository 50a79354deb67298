using System.Collections.Immutable;
using Shiyu.Engine.Conditions.Leaves;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// Explains conditions for one customer at <see cref="Asking.Now"/>. Every answer is that of the compiled node which decides, so that the
/// explanation cannot disagree; the history only names the events behind it.
/// </summary>
/// <param name="history">The events that exist at that instant, in order of history.</param>
/// <param name="afterEntry">Those among them that a run's goal and exit count.</param>
internal sealed class Explainer(DefinitionSet definitions, Asking asking, IReadOnlyList<EventFact> history, IReadOnlyList<EventFact> afterEntry)
{
    // An audience that is named twice is taken apart once: a chain of audiences that name the next one twice would double with each.
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <param name="node">What the condition was compiled to.</param>
    /// <param name="ofRun">Whether it is a goal or an exit.</param>
    public Explanation Explain(Condition condition, Node node, bool ofRun)
    {
        _told.Clear();
        return Of(condition, node, ofRun);
    }

    private Explanation Of(Condition condition, Node node, bool ofRun)
    {
        ImmutableArray<Explanation> parts = condition switch
        {
            Condition.All all => Each(all.Parts),
            Condition.Any any => Each(any.Parts),
            Condition.Not not => Each([not.Part]),
            // It is compiled in place, and asked as it stands: over the whole history also where a goal or an exit names it.
            Condition.InAudience audience when _told.Add(audience.Name) => [Of(definitions.Audiences[audience.Name].When, node, ofRun: false)],
            _ => [],
        };
        var holds = new CompiledCondition(node, ConditionNeeds.None).Ask(asking, out var nextChange);
        return new Explanation(condition, holds, nextChange, EvidenceFor(condition, holds, ofRun), parts);

        ImmutableArray<Explanation> Each(ImmutableArray<Condition> conditions) =>
            [.. conditions.Zip(node.Parts, (part, below) => Of(part, below, ofRun))];
    }

    private Evidence? EvidenceFor(Condition condition, bool holds, bool ofRun)
    {
        var events = ofRun ? afterEntry : history;
        return condition switch
        {
            Condition.OfAttribute attribute => new Evidence.Attribute(new AttributePath(attribute.Name).In(asking.Attributes).ToJson()),
            Condition.HasTag tag => new Evidence.Tag(asking.Tags.HeldSince(tag.Tag)),
            Condition.HasContact contact => new Evidence.Contacts(
                [.. asking.Contacts.All().Where(known => contact.Member is null || known.Member == contact.Member)]),
            Condition.Events form => Evidence.Events.Of(Witnesses.Of(form, events, asking.Now, asking.Zone), ofRun),
            Condition.Sequence form => Evidence.Events.Of(Witnesses.Of(form, holds, events, asking.Now, asking.Zone), ofRun),
            Condition.Unanswered form => Evidence.Events.Of(Witnesses.Of(form, events, asking.Now, asking.Zone), ofRun),
            _ => null,
        };
    }
}
