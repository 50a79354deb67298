using System.Globalization;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Queries;

/// <summary>Steps in the definition language's own words.</summary>
internal static class StepText
{
    /// <summary>The act's key and what it acts with.</summary>
    public static (string Act, string Content) Of(StepAct act) => act switch
    {
        StepAct.Send send => ("send", send.MaterialOf(-1)),
        StepAct.AdvisorTask task => ("task", task.Text),
        StepAct.SetTag tag => ("tag", tag.Tag.ToString()),
        StepAct.UnsetTag tag => ("untag", tag.Tag.ToString()),
        StepAct.SetAttributes set => ("set", string.Join(", ", set.Json.Select(value => $"{value.Key}: {value.Value}"))),
        StepAct.Invite invite => ("invite", invite.Group),
        StepAct.Remove remove => ("remove", remove.Group),
        StepAct.Call call => ("call", call.Webhook),
        StepAct.StartSop start => ("start", start.Sop),
        StepAct.Wait wait => ("wait", $"{wait.Event.Name} {ViewText.Length(wait.For)}"),
        StepAct.Branch branch => ("branch", string.Join(" / ", branch.Arms.Select(arm => arm.Then ?? "").Append(branch.Else ?? "").Where(to => to.Length > 0))),
        _ => throw new InvalidOperationException($"Unknown act {act.GetType().Name}."),
    };

    public static string? Of(StepTime? at) => at switch
    {
        null => null,
        StepTime.After after => $"+{ViewText.Length(after.Delay)}",
        StepTime.OnDay day => string.Create(CultureInfo.InvariantCulture, $"day {day.Day} {day.Hour:D2}:{day.Minute:D2}"),
        StepTime.OnWorkday day => string.Create(CultureInfo.InvariantCulture, $"workday {day.Day} {day.Hour:D2}:{day.Minute:D2}"),
        _ => throw new InvalidOperationException($"Unknown step time {at.GetType().Name}."),
    };
}
