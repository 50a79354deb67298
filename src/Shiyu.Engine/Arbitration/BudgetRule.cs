using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Arbitration;

/// <summary>Whether a customer's budgets allow one message more, why not, and from when on they would.</summary>
internal sealed class BudgetRule(Budgets budgets, ZoneTable zone, StepTimes times)
{
    private static readonly Duration s_week = Duration.Days(7);
    private static readonly Duration s_minute = Duration.Minutes(1);

    /// <summary>Nothing restricts messages: whatever is due goes out.</summary>
    public bool AllowsAll { get; } = budgets == Budgets.Unlimited;

    /// <summary>Null when it may go; otherwise the first reason against it: quota, caps, quiet hours.</summary>
    public StepReason? Against(ReadOnlySpan<SentMessage> ledger, MessageClass of, bool direct, Instant now)
    {
        if (direct && budgets.Quota is { } quota && CountSince(ledger, PeriodStart(quota.Per, now), sent => sent.Direct) >= Allowed(quota, now))
            return quota.Per switch
            {
                QuotaPeriod.Day => StepReason.QuotaDay,
                QuotaPeriod.Week => StepReason.QuotaWeek,
                QuotaPeriod.Month => StepReason.QuotaMonth,
            };
        if (of == MessageClass.Service) return null;
        var caps = budgets.Caps;
        if (caps.Day is { } day && CountSince(ledger, times.DayStart(times.DayOf(now)), sent => sent.Capped) >= day) return StepReason.CapDay;
        if (caps.Week is { } week && CountSince(ledger, now - s_week + new Duration(1), sent => sent.Capped) >= week) return StepReason.CapWeek;
        if (caps.Gap is { } gap && LastCapped(ledger) is { } last && last + gap > now) return StepReason.CapGap;
        return IsQuiet(now) ? StepReason.QuietHours : null;
    }

    public bool IsQuiet(Instant now)
    {
        if (budgets.Quiet is not { } quiet) return false;
        var minute = MinuteOf(now);
        return quiet.FromMinute < quiet.ToMinute
            ? minute >= quiet.FromMinute && minute < quiet.ToMinute
            : minute >= quiet.FromMinute || minute < quiet.ToMinute;
    }

    /// <summary>The first instant from <paramref name="now"/> on at which nothing speaks against it, if nothing else is sent until then.</summary>
    public Instant NextSlot(ReadOnlySpan<SentMessage> ledger, MessageClass of, bool direct, Instant now)
    {
        // Each reason names the next instant at which it is gone, another may stand there: a handful of rounds.
        while (Against(ledger, of, direct, now) is { } reason) now = After(reason, ledger, now);
        return now;
    }

    private Instant After(StepReason reason, ReadOnlySpan<SentMessage> ledger, Instant now) => reason switch
    {
        StepReason.QuotaDay => times.DayStart(times.DayOf(now) + 1),
        StepReason.QuotaWeek => times.DayStart(MondayOf(times.DayOf(now)) + 7),
        StepReason.QuotaMonth => NextMonth(now),
        StepReason.CapDay => times.DayStart(times.DayOf(now) + 1),
        StepReason.CapWeek => OldestThatCounts(ledger, now) + s_week,
        StepReason.CapGap => LastCapped(ledger)!.Value + budgets.Caps.Gap!.Value,
        _ => QuietEnds(now),
    };

    /// <summary>The message whose leaving the seven days makes room: with more than the cap's number inside, a later one.</summary>
    private Instant OldestThatCounts(ReadOnlySpan<SentMessage> ledger, Instant now)
    {
        var left = budgets.Caps.Week!.Value;
        for (var i = ledger.Length - 1; i >= 0; i--)
            if (ledger[i].Capped && ledger[i].At <= now && --left == 0) return ledger[i].At;
        throw new InvalidOperationException("The week's cap does not stand in the way.");
    }

    private static int CountSince(ReadOnlySpan<SentMessage> ledger, Instant from, Func<SentMessage, bool> counts)
    {
        var count = 0;
        foreach (var sent in ledger)
            if (sent.At >= from && counts(sent)) count++;
        return count;
    }

    private static Instant? LastCapped(ReadOnlySpan<SentMessage> ledger)
    {
        for (var i = ledger.Length - 1; i >= 0; i--)
            if (ledger[i].Capped) return ledger[i].At;
        return null;
    }

    private int Allowed(Quota quota, Instant now)
    {
        if (quota.Count is { } count) return count;
        var (year, month, _) = Calendar.DateOf(times.DayOf(now));
        return Calendar.DaysInMonth(year, month);
    }

    private Instant PeriodStart(QuotaPeriod per, Instant now)
    {
        var day = times.DayOf(now);
        if (per == QuotaPeriod.Day) return times.DayStart(day);
        if (per == QuotaPeriod.Week) return times.DayStart(MondayOf(day));
        var (year, month, _) = Calendar.DateOf(day);
        return times.DayStart(Calendar.DaysOf(year, month, 1));
    }

    private Instant NextMonth(Instant now)
    {
        var (year, month, _) = Calendar.DateOf(times.DayOf(now));
        return times.DayStart(Calendar.DaysOf(year, month, 1) + Calendar.DaysInMonth(year, month));
    }

    /// <summary>1970-01-01 was a Thursday.</summary>
    private static long MondayOf(long day) => day - ((((day + 3) % 7) + 7) % 7);

    private Instant QuietEnds(Instant now)
    {
        var to = budgets.Quiet!.Value.ToMinute;
        var day = times.DayOf(now);
        if (MinuteOf(now) >= to) day++;
        var end = zone.FromLocalMs((day * Calendar.DayMs) + (to * s_minute.Ms));
        // Where the clock is set back over the end, the hour comes twice and is quiet twice.
        return end > now ? end : now + s_minute;
    }

    private int MinuteOf(Instant at)
    {
        var local = zone.ToLocalMs(at);
        return (int)((local - (Calendar.DayOf(local) * Calendar.DayMs)) / s_minute.Ms);
    }
}
