using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>The instant from which an SOP's step times count. Read once, at entry; without a date there, no run starts.</summary>
public abstract record SopAnchor
{
    /// <summary>The customer's own entry.</summary>
    public sealed record Entry : SopAnchor;

    /// <param name="Yearly">The first time from the day of entry on that the date comes round (a birthday).</param>
    public sealed record OfAttribute(string Name, bool Yearly) : SopAnchor;

    /// <summary>A property of the event that caused the entry.</summary>
    public sealed record OfProperty(string Path) : SopAnchor;

    public sealed record OnDate(DateValue Date) : SopAnchor;

    /// <summary>The first such day from the day of entry on.</summary>
    public sealed record OnLunarDay(LunarDay Day) : SopAnchor;

    /// <summary>The date of a cohort: that of the SOP which the cohort's name triggers.</summary>
    public sealed record OfCohort(string Cohort) : SopAnchor;

    public static readonly SopAnchor AtEntry = new Entry();
}
