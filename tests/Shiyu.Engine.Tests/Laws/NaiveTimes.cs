using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>Step times, anchors and chance as the definition language says them, over .NET's dates on Shanghai's wall clock.</summary>
internal static class NaiveTimes
{
    private static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    public static Instant Of(DefinitionSet definitions, StepDefinition step, Instant anchor, Instant reachedAt)
    {
        var day = Local(anchor).Date;
        var due = step.At switch
        {
            null => Local(reachedAt).DateTime,
            StepTime.After after => Local(anchor).DateTime.AddMilliseconds(after.Delay.Ms),
            StepTime.OnDay on => day.AddDays(on.Day).AddHours(on.Hour).AddMinutes(on.Minute),
            StepTime.OnWorkday on => Workday(definitions, day, on.Day).AddHours(on.Hour).AddMinutes(on.Minute),
            _ => throw new NotSupportedException(),
        };
        while (step.AvoidHolidays && definitions.Calendar.Holidays.Contains(DayNumber(due))) due = due.AddDays(1);
        return Instant.From(new DateTimeOffset(due, s_offset));
    }

    public static Instant Expires(StepDefinition step, Instant from) =>
        step.Expires is { } d ? from + d : new Instant(Midnight(Local(from).Date.AddDays(1)).UnixMs - 1);

    /// <summary>The anchor of an SOP that does not depend on the customer.</summary>
    public static Instant? AnchorOf(DefinitionSet definitions, SopDefinition sop, Instant entry)
    {
        var date = sop.Trigger switch
        {
            SopTrigger.OnDate { Date: { } on } => on.InstantIn(World.Shanghai),
            SopTrigger.OnDate { Cohort: { } cohort } => definitions.Cohorts[cohort].InstantIn(World.Shanghai),
            _ => entry,
        };
        return sop.Anchor switch
        {
            SopAnchor.Entry => date,
            SopAnchor.OnDate on => on.Date.InstantIn(World.Shanghai),
            SopAnchor.OfCohort of => definitions.Cohorts[of.Cohort].InstantIn(World.Shanghai),
            // Random worlds know the Lantern Festival only.
            SopAnchor.OnLunarDay => Midnight(Local(date).Date <= new DateTime(2026, 3, 3) ? new DateTime(2026, 3, 3) : new DateTime(2027, 2, 20)),
            _ => null,
        };
    }

    public static Instant? TakesAt(DefinitionSet definitions, SopDefinition sop)
    {
        if (AnchorOf(definitions, sop, default) is not { } anchor) return null;
        var timed = sop.Steps.Where(step => step.At is not null).Select(step => Of(definitions, step, anchor, anchor)).ToList();
        return Midnight(Local(timed.Count > 0 ? timed.Min() : anchor).Date);
    }

    public static Instant? Date(JsonNode? value) =>
        value is JsonValue v && v.TryGetValue<string>(out var text) && DateValue.TryParse(text, out var date) ? date.InstantIn(World.Shanghai) : null;

    /// <summary>u &lt; share, for the customer <c>u</c>.</summary>
    public static bool Drawn(DefinitionSet definitions, string sop, string purpose, Share share)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{definitions.Workspace.Salt}|{sop}|{purpose}|u"));
        var u = new BigInteger(hash.AsSpan(0, 8), isUnsigned: true, isBigEndian: true);
        return u * 100_000_000 < BigInteger.Pow(2, 64) * share.Parts;
    }

    public static SplitArm ArmOf(DefinitionSet definitions, string sop, string step, IEnumerable<SplitArm> arms)
    {
        long through = 0;
        return arms.First(arm => Drawn(definitions, sop, step, new Share(through += arm.Share.Parts)));
    }

    private static DateTime Workday(DefinitionSet definitions, DateTime day, int number)
    {
        bool Works(DateTime d) => definitions.Calendar.MakeUpDays.Contains(DayNumber(d))
            || (!definitions.Calendar.Holidays.Contains(DayNumber(d)) && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        while (!Works(day)) day = day.AddDays(1);
        for (var left = Math.Abs(number); left > 0;)
        {
            day = day.AddDays(Math.Sign(number));
            if (Works(day)) left--;
        }
        return day;
    }

    private static long DayNumber(DateTime day) => (day.Date - DateTime.UnixEpoch.Date).Days;

    private static DateTimeOffset Local(Instant at) => at.ToDateTimeOffset().ToOffset(s_offset);

    private static Instant Midnight(DateTime day) => Instant.From(new DateTimeOffset(day, s_offset));
}
