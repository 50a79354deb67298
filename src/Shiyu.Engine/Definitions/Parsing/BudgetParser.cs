using System.Globalization;
using System.Text.RegularExpressions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads a workspace's quiet hours, caps and quota.</summary>
internal static partial class BudgetParser
{
    private const int CountMost = 1_000;
    private const string ClockForm = "a clock time in quotes: \"22:00\"";

    public static Budgets Read(MappingReader workspace)
    {
        var quiet = workspace.Get("quiet_hours") is { } quietAt ? ReadQuiet(quietAt) : null;
        var caps = workspace.Get("caps") is { } capsAt ? ReadCaps(capsAt) : default;
        var quota = workspace.Get("quota") is { } quotaAt ? ReadQuota(quotaAt) : null;
        return new Budgets(quiet, caps, quota);
    }

    private static QuietHours? ReadQuiet(Place place)
    {
        if (MappingReader.Open(place, "'quiet_hours'", DefinitionKeys.QuietHours) is not { } quiet) return null;
        var from = quiet.Require("from", ClockForm) is { } fromAt ? Minute(fromAt) : null;
        var to = quiet.Require("to", ClockForm) is { } toAt ? Minute(toAt) : null;
        if (from is not { } first || to is not { } last) return null;
        if (first != last) return new QuietHours(first, last);
        place.Refuse(RefusalCodes.Contradiction, "quiet hours from and to the same time", "two different clock times; leave 'quiet_hours' out for none");
        return null;
    }

    private static Caps ReadCaps(Place place)
    {
        if (MappingReader.Open(place, "'caps'", DefinitionKeys.Caps) is not { } caps) return default;
        var day = ConditionParser.Optional(caps, "day", Count).Value;
        var week = ConditionParser.Optional(caps, "week", Count).Value;
        var gap = ConditionParser.Optional(caps, "gap", Values.Duration).Value;
        return new Caps(day, week, gap);
    }

    private static Quota? ReadQuota(Place place)
    {
        if (MappingReader.Open(place, "'quota'", DefinitionKeys.Quota) is not { } quota) return null;
        var per = quota.Require("per", "'day', 'week' or 'month'") is { } perAt ? ConditionParser.Choice(perAt, "day", "week", "month") : null;
        var days = quota.Get("days") is { } daysAt && Values.Flag(daysAt) == true;
        var count = ConditionParser.Optional(quota, "count", Count).Value;
        if (per is not { } period) return null;
        if (days && period != (int)QuotaPeriod.Month)
            quota.Get("days")!.Value.Refuse(RefusalCodes.Contradiction, "'days' without 'per: month'", "'days: true' with 'per: month': as many as the month has days");
        else if (days == quota.Has("count"))
            place.Refuse(RefusalCodes.Contradiction, days ? "'days' and 'count'" : "neither 'count' nor 'days: true'", "one of the two");
        else
            return new Quota((QuotaPeriod)period, days ? null : count);
        return null;
    }

    private static int? Count(Place place) => Values.Whole(place, 1, CountMost);

    /// <summary>A clock time as minutes since midnight.</summary>
    public static int? Minute(Place place)
    {
        if (place.Node is TreeNode.Text text && ClockRegex().Match(text.Value) is { Success: true } match)
            return (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        if (place.Node is TreeNode.Text) place.RefuseValue(ClockForm);
        else place.RefuseType(ClockForm);
        return null;
    }

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):([0-5][0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClockRegex();
}
