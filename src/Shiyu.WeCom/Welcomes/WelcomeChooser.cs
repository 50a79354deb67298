using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Welcomes;

/// <summary>
/// Which welcome somebody gets. Pure. The most specific rule that fits: by channel before by member before by time; of equals the first by name. The code's
/// own welcome is a rule by channel alone and comes before others like it; last comes the workspace's.
/// </summary>
internal static class WelcomeChooser
{
    /// <summary>The rules that could decide, in the order in which they are asked.</summary>
    public static IEnumerable<WelcomeRule> InOrder(IEnumerable<WelcomeRule> rules, ChannelCode? code, string? workspaces)
    {
        var all = rules.ToList();
        if (code?.Welcome is { } own) all.Add(new WelcomeRule("", code.Name, [], [], own, []));
        IEnumerable<WelcomeRule> last = workspaces is null ? [] : [new WelcomeRule("", null, [], [], workspaces, [])];
        return all.OrderByDescending(rule => rule.Specificity).ThenBy(rule => rule.Name, StringComparer.Ordinal).Concat(last);
    }

    /// <returns>Null where nobody says anything.</returns>
    public static WelcomeRule? Choose(IEnumerable<WelcomeRule> rules, ChannelCode? code, string? workspaces, WelcomeOccasion occasion, Roster roster) =>
        InOrder(rules, code, workspaces).FirstOrDefault(rule => WhyNot(rule, occasion, roster) is null);

    /// <returns><c>channel</c>, <c>member</c> or <c>time</c>: the first that does not fit; null when the rule fits.</returns>
    public static string? WhyNot(WelcomeRule rule, WelcomeOccasion occasion, Roster roster) =>
        rule.Channel is not null && rule.Channel != occasion.Channel ? "channel"
        : rule.Members.Count > 0 && !rule.Members.Contains(occasion.Member) ? "member"
        : rule.Times.Count > 0 && !roster.IsIn(rule.Times, occasion.AtMs) ? "time"
        : null;
}

/// <param name="Channel">The state that came with the add; empty for none.</param>
/// <param name="AtMs">Business time.</param>
internal readonly record struct WelcomeOccasion(string Channel, string Member, long AtMs);
