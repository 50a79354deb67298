using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>What a workspace allows in messages to one customer.</summary>
/// <param name="Quiet">Null without quiet hours.</param>
/// <param name="Quota">What WeCom allows; null where nothing is said.</param>
public sealed record Budgets(QuietHours? Quiet, Caps Caps, Quota? Quota)
{
    public static readonly Budgets Unlimited = new(null, new Caps(null, null, null), null);
}

/// <summary>Clock times between which nobody is written to, from the first on and up to but not with the second; past midnight where that is earlier.</summary>
/// <param name="FromMinute">Minutes since midnight on the workspace's wall clock.</param>
public readonly record struct QuietHours(int FromMinute, int ToMinute);

/// <summary>Messages of class journey and broadcast, over all SOPs and touchpoints.</summary>
/// <param name="Day">A calendar day.</param>
/// <param name="Week">Any seven days.</param>
/// <param name="Gap">From one to the next.</param>
public readonly record struct Caps(int? Day, int? Week, Duration? Gap);

/// <summary>Direct messages of every class, as set in WeCom.</summary>
/// <param name="Count">Null for as many as the calendar month has days.</param>
public readonly record struct Quota(QuotaPeriod Per, int? Count);

/// <summary>A calendar day, a calendar week from Monday on, or a calendar month.</summary>
public enum QuotaPeriod : byte { Day, Week, Month }

/// <summary>
/// Service (welcomes, answers, order notices) passes caps and quiet hours by definition. Among messages that want one slot the lower value comes first.
/// </summary>
public enum MessageClass : byte { Service, Journey, Broadcast }
