using System.Text.Json.Nodes;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>
/// Answers the conditions that random worlds are made of by scanning what is known of the customer, as slowly and plainly as can be.
/// </summary>
internal sealed class NaiveAnswers(NaiveCustomer customer, Instant now)
{
    public bool Is(Condition condition, IReadOnlyList<EventFact> events) => condition switch
    {
        Condition.Always => true,
        Condition.Never => false,
        Condition.All all => all.Parts.All(part => Is(part, events)),
        Condition.Any any => any.Parts.Any(part => Is(part, events)),
        Condition.Not not => !Is(not.Part, events),
        Condition.OfAttribute attribute => attribute.Comparisons.All(c => Holds(c, customer.Attribute(attribute.Name))),
        Condition.HasTag tag => customer.Tags.TryGetValue(tag.Tag, out var held) && (tag.For is not { } d || held.Since + d <= now),
        Condition.Events e => Count(e, events),
        Condition.Unanswered u => Unanswered(u, events),
        Condition.HasContact contact => customer.Contacts()
            .Any(c => (contact.Member is null || c.Key == contact.Member) && c.Value.State == contact.State && contact.Since is null),
        // An audience is asked as it stands, also inside a goal.
        Condition.InAudience audience => Is(customer.Definitions.Audiences[audience.Name].When, customer.History),
        _ => throw new NotSupportedException($"Random worlds hold no {condition}."),
    };

    public static bool Matches(EventPattern pattern, EventFact fact) =>
        fact.Name == pattern.Name
        && pattern.Where.All(filter => filter.Comparisons.All(c => Holds(c, JsonNode.Parse(fact.Properties.Span)?[filter.Path])));

    private bool Count(Condition.Events form, IReadOnlyList<EventFact> events)
    {
        var matching = events.Where(e => Matches(form.Event, e) && e.OccurredAt <= now)
            .Where(e => form.Window.Within is not { } d || now - d < e.OccurredAt)
            .OrderBy(e => e.OccurredAt.UnixMs).ThenBy(e => e.Arrival).ToList();
        return form.Measure switch
        {
            null => matching.Count > 0,
            { Kind: MeasureKind.Count } measure => measure.Comparisons.All(c => Holds(c, (decimal)matching.Count)),
            { Kind: MeasureKind.Last } measure => matching.Count > 0
                && measure.Comparisons.All(c => Holds(c, (decimal)(now - matching[^1].OccurredAt).Ms)),
            { Kind: MeasureKind.Sum } measure => measure.Comparisons.All(c => Holds(c, matching.Sum(e => Number(e, measure.Of!)))),
            var other => throw new NotSupportedException($"Random worlds hold no {other}."),
        };
    }

    private bool Unanswered(Condition.Unanswered form, IReadOnlyList<EventFact> events)
    {
        Moment? Latest(EventPattern pattern) => events.Where(e => Matches(pattern, e) && e.OccurredAt <= now)
            .Select(e => (Moment?)new Moment(e.OccurredAt, e.Arrival)).Max();
        return Latest(form.Event) is { } asked
            && asked.At + form.For <= now
            && !(Latest(form.By) is { } answered && answered > asked)
            && (form.Within is not { } within || now - within < asked.At);
    }

    private static decimal Number(EventFact fact, string property) =>
        JsonNode.Parse(fact.Properties.Span)?[property] is JsonValue value && value.TryGetValue<decimal>(out var number) ? number : 0;

    private static bool Holds(Comparison comparison, JsonNode? value) => (comparison, value) switch
    {
        (Comparison.Exists exists, _) => exists.Value == value is not null,
        (Comparison.Is { Value: Scalar.Text text }, JsonValue v) => v.TryGetValue<string>(out var s) && s == text.Value,
        (Comparison.IsNot { Value: Scalar.Text text }, JsonValue v) => v.TryGetValue<string>(out var s) && s != text.Value,
        (Comparison.AtLeast c, JsonValue v) => v.TryGetValue<decimal>(out var n) && n >= c.Bound,
        (Comparison.LessThan c, JsonValue v) => v.TryGetValue<decimal>(out var n) && n < c.Bound,
        (Comparison.AtMost c, JsonValue v) => v.TryGetValue<decimal>(out var n) && n <= c.Bound,
        (Comparison.Contains { Value: Scalar.Text text }, JsonArray list) => list.Any(element => (string?)element == text.Value),
        (_, null or JsonArray) => false,
        (Comparison.Contains, _) => false,
        _ => throw new NotSupportedException($"Random worlds hold no {comparison}."),
    };
}
