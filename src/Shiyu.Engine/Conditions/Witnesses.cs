using System.Collections.Immutable;
using Shiyu.Engine.Conditions.Accumulators;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>Names the events that an event form's answer rests on. They are looked for in a history, in whose order they are told.</summary>
internal static class Witnesses
{
    /// <summary>The matching events inside the window; with a measure of a property, those whose value takes part.</summary>
    public static IReadOnlyList<EventFact> Of(Condition.Events form, IReadOnlyList<EventFact> history, Instant now, ZoneTable zone)
    {
        var pattern = new CompiledPattern(form.Event, zone);
        var since = form.Window.Since?.InstantIn(zone);
        var measured = form.Measure is { Of: { } path } measure ? new MeasuredProperty(path, measure.Kind) : null;
        return
        [
            .. history.Where(fact => IsYounger(fact, form.Window.Within, now) && !(fact.OccurredAt < since) && pattern.Matches(fact, now)
                && measured?.TakesPart(fact) != false),
        ];
    }

    /// <summary>Of a sequence that occurred the chain that began last; otherwise whatever could be an element.</summary>
    public static IReadOnlyList<EventFact> Of(Condition.Sequence form, bool holds, IReadOnlyList<EventFact> history, Instant now, ZoneTable zone)
    {
        ImmutableArray<CompiledPattern> elements = [.. form.Elements.Select(element => new CompiledPattern(element, zone))];
        return holds
            ? LatestChain(elements, form.Within, history, now)
            : [.. history.Where(fact => IsYounger(fact, form.Horizon, now) && elements.Any(element => element.Matches(fact, now)))];
    }

    /// <summary>The latest event that asks, and what answered it.</summary>
    public static IReadOnlyList<EventFact> Of(Condition.Unanswered form, IReadOnlyList<EventFact> history, Instant now, ZoneTable zone)
    {
        var (asking, answering) = (new CompiledPattern(form.Event, zone), new CompiledPattern(form.By, zone));
        var asked = history.Count - 1;
        while (asked >= 0 && !asking.Matches(history[asked], now)) asked--;
        return asked < 0 ? [] : [history[asked], .. history.Skip(asked + 1).Where(fact => answering.Matches(fact, now))];
    }

    private static bool IsYounger(EventFact fact, Duration? age, Instant now) => !(now - fact.OccurredAt >= age);

    private static IReadOnlyList<EventFact> LatestChain(
        ImmutableArray<CompiledPattern> elements, Duration within, IReadOnlyList<EventFact> history, Instant now)
    {
        // As far as each element, the chain that began last.
        var chains = new ImmutableList<EventFact>?[elements.Length];
        foreach (var fact in history)
        {
            // From the last element to the first, so that one event is not two elements of one chain.
            for (var element = elements.Length - 1; element >= 0; element--)
            {
                if (!elements[element].Matches(fact, now) || (element == 0 ? [] : chains[element - 1]) is not { } before) continue;
                var chain = before.Add(fact);
                if (fact.OccurredAt - chain[0].OccurredAt <= within && !(chains[element]?[0].OccurredAt >= chain[0].OccurredAt)) chains[element] = chain;
            }
        }
        return chains[^1] ?? [];
    }

    private sealed class MeasuredProperty
    {
        private readonly PropertyPlan _plan = new();
        private readonly MeasureKind _kind;

        public MeasuredProperty(string path, MeasureKind kind)
        {
            _plan.SlotOf(path);
            _kind = kind;
        }

        /// <summary>Missing values and those of another type take no part.</summary>
        public bool TakesPart(EventFact fact)
        {
            Span<Place> place = stackalloc Place[1];
            var json = fact.Properties.Span;
            _plan.Find(json, place);
            var value = Distinct.ValueOf(place[0].In(json));
            return _kind == MeasureKind.Distinct ? value is not null : value is decimal;
        }
    }
}
