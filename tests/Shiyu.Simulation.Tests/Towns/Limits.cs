using System.Globalization;
using System.Text;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>What a workspace allows, and whether one message more would be too many: counted anew each time, in Shanghai, which has no summer time.</summary>
internal sealed record Limits((int From, int To)? Quiet, int? Day, int? Week, int? GapHours, (string Per, int Count)? Quota, int? TasksOfMember)
{
    private const long DayMs = 86_400_000;
    private const long HourMs = 3_600_000;
    private static readonly TimeSpan s_zone = TimeSpan.FromHours(8);

    public string Yaml
    {
        get
        {
            var yaml = new StringBuilder();
            if (Quiet is var (from, to)) yaml.Append(CultureInfo.InvariantCulture, $", quiet_hours: {{ from: \"{from:00}:00\", to: \"{to:00}:00\" }}");
            var caps = string.Join(", ", new[] { Day is { } day ? $"day: {day}" : "", Week is { } week ? $"week: {week}" : "", GapHours is { } gap ? $"gap: {gap}h" : "" }.Where(cap => cap.Length > 0));
            if (caps.Length > 0) yaml.Append(CultureInfo.InvariantCulture, $", caps: {{ {caps} }}");
            if (Quota is var (per, count)) yaml.Append(CultureInfo.InvariantCulture, $", quota: {{ per: {per}, count: {count} }}");
            if (TasksOfMember is { } tasks) yaml.Append(CultureInfo.InvariantCulture, $", member_load: {{ tasks: {tasks} }}");
            return yaml.ToString();
        }
    }

    public bool IsQuiet(long ms) => Quiet is var (from, to) && Local(ms).Hour is var hour && (hour >= from || hour < to);

    /// <summary>Which limit a message breaks after those before it; null when none.</summary>
    public string? Broken(IReadOnlyList<(long AtMs, bool Service)> before, long atMs, bool service)
    {
        if (Quota is var (per, count) && before.Count(sent => SamePeriod(per, sent.AtMs, atMs)) >= count) return $"quota of {count} a {per}";
        if (service) return null;
        var counted = before.Where(sent => !sent.Service).Select(sent => sent.AtMs).ToList();
        if (counted.Count(sent => Local(sent).Date == Local(atMs).Date) >= Day) return $"{Day} a day";
        if (counted.Count(sent => sent > atMs - 7 * DayMs) >= Week) return $"{Week} a week";
        if (counted.Any(sent => atMs - sent < GapHours * HourMs)) return $"a gap of {GapHours} h";
        return IsQuiet(atMs) ? "quiet hours" : null;
    }

    public static DateTime DayOf(long ms) => Local(ms).Date;

    private static bool SamePeriod(string per, long a, long b) => per switch
    {
        "day" => Local(a).Date == Local(b).Date,
        "week" => Monday(Local(a).Date) == Monday(Local(b).Date),
        _ => (Local(a).Year, Local(a).Month) == (Local(b).Year, Local(b).Month),
    };

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeOffset Local(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(s_zone);
}
