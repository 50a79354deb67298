namespace Shiyu.Sandbox.Time;

/// <summary>The town's local time: UTC+8 all year, as China has had no summer time since 1991.</summary>
internal static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Local(DateTimeOffset at) => at.ToOffset(Offset);

    /// <summary>That clock time on the local day of <paramref name="at"/>, some days on.</summary>
    public static DateTimeOffset OnDay(DateTimeOffset at, int daysOn, double hour)
    {
        var local = Local(at);
        return new DateTimeOffset(local.Year, local.Month, local.Day, 0, 0, 0, Offset).AddDays(daysOn).AddHours(hour);
    }

    /// <summary>The calendar month a reception quota belongs to.</summary>
    public static (int Year, int Month) MonthOf(DateTimeOffset at) => (Local(at).Year, Local(at).Month);

    public static int DaysInMonth((int Year, int Month) month) => DateTime.DaysInMonth(month.Year, month.Month);
}
