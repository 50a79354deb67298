using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Finds the instant that an SOP's anchor names, for one customer at entry or for everybody.</summary>
internal sealed class Anchoring
{
    private readonly SopAnchor _anchor;
    private readonly ZoneTable _zone;
    private readonly StepTimes _times;
    private readonly ImmutableSortedDictionary<string, DateValue> _cohorts;
    private readonly AttributePath? _attribute;
    private readonly PropertyPlan? _property;

    public Anchoring(SopAnchor anchor, ZoneTable zone, StepTimes times, ImmutableSortedDictionary<string, DateValue> cohorts)
    {
        (_anchor, _zone, _times, _cohorts) = (anchor, zone, times, cohorts);
        if (anchor is SopAnchor.OfAttribute attribute) _attribute = new AttributePath(attribute.Name);
        if (anchor is not SopAnchor.OfProperty property) return;
        _property = new PropertyPlan();
        _property.SlotOf(property.Path);
    }

    /// <summary>Null when there is no date.</summary>
    /// <param name="cause">The event that caused the entry; null where time alone did.</param>
    public Instant? At(AttributeTable attributes, EventFact? cause, Instant entry) => _anchor switch
    {
        SopAnchor.Entry => entry,
        SopAnchor.OfAttribute attribute => OfAttribute(attribute.Yearly, attributes, entry),
        SopAnchor.OfProperty => OfProperty(cause),
        _ => ForEverybody(entry),
    };

    /// <summary>The anchor of everybody whom a date takes. Null when the anchor is the customer's own, or there is no such day any more.</summary>
    public Instant? ForEverybody(Instant date) => _anchor switch
    {
        SopAnchor.Entry => date,
        SopAnchor.OnDate on => on.Date.InstantIn(_zone),
        SopAnchor.OfCohort cohort => _cohorts.TryGetValue(cohort.Cohort, out var of) ? of.InstantIn(_zone) : null,
        SopAnchor.OnLunarDay lunar => lunar.Day.FirstFrom(_times.DayOf(date)) is { } day ? _times.DayStart(day) : null,
        _ => null,
    };

    private Instant? OfAttribute(bool yearly, AttributeTable attributes, Instant entry)
    {
        if (!_attribute!.In(attributes).TryDate(out var date)) return null;
        if (!yearly) return date.InstantIn(_zone);
        // Today still counts, whatever the hour.
        var before = new Instant(_times.DayStart(_times.DayOf(entry)).UnixMs - 1);
        return Anniversary.FirstAfter(date, before, _zone);
    }

    private Instant? OfProperty(EventFact? cause)
    {
        if (cause is null) return null;
        Span<Place> place = stackalloc Place[1];
        var json = cause.Properties.Span;
        _property!.Find(json, place);
        return place[0].In(json).TryDate(out var date) ? date.InstantIn(_zone) : null;
    }
}
