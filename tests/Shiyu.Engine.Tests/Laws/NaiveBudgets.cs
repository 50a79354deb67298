using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>Every message that was ever sent, counted anew for each question.</summary>
internal sealed class NaiveBudgets(Budgets budgets)
{
    public List<(Instant At, MessageClass Class, bool Direct)> Sent { get; } = [];

    public string? Against(List<(Instant At, MessageClass Class, bool Direct)> sent, MessageClass of, bool direct, Instant now)
    {
        var today = Local(now).Date;
        if (direct && budgets.Quota is { } quota)
        {
            var used = sent.Count(m => m.Direct && quota.Per switch
            {
                QuotaPeriod.Day => Local(m.At).Date == today,
                QuotaPeriod.Week => Monday(Local(m.At).Date) == Monday(today),
                _ => Local(m.At).Month == today.Month && Local(m.At).Year == today.Year,
            });
            if (used >= (quota.Count ?? DateTime.DaysInMonth(today.Year, today.Month)))
                return $"quota:{quota.Per.ToString().ToLowerInvariant()}";
        }
        if (of == MessageClass.Service) return null;
        var capped = sent.Where(m => m.Class != MessageClass.Service).Select(m => m.At).ToList();
        if (capped.Count(at => Local(at).Date == today) >= budgets.Caps.Day) return "cap:day";
        if (capped.Count(at => now - Duration.Days(7) < at) >= budgets.Caps.Week) return "cap:week";
        if (budgets.Caps.Gap is { } gap && capped.Any(at => now - at < gap)) return "cap:gap";
        if (budgets.Quiet is { } quiet)
        {
            var (clock, from, to) = ((int)Local(now).TimeOfDay.TotalMinutes, quiet.FromMinute, quiet.ToMinute);
            if (from < to ? from <= clock && clock < to : from <= clock || clock < to) return "quiet_hours";
        }
        return null;
    }

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeOffset Local(Instant at) => at.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8));
}
