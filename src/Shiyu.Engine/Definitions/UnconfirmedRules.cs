using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>What is done about tasks of WeCom that their member has not confirmed yet.</summary>
/// <param name="RemindAt">Clock times at which members are reminded, as minutes since midnight, ascending; empty: never.</param>
/// <param name="Remake">From which share of customers who have left their run on a task is taken back and made anew for the rest; null: never.</param>
/// <param name="Select">Whether members may leave customers out of a task.</param>
public sealed record UnconfirmedRules(ImmutableArray<int> RemindAt, Share? Remake, bool Select)
{
    /// <summary>WeCom takes so many reminders of a task in 24 hours.</summary>
    public const int RemindersMost = 3;

    /// <summary>No reminders, nothing made anew, nothing left out.</summary>
    public static readonly UnconfirmedRules Default = new([], null, false);
}
