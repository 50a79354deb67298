using System.Globalization;
using System.Text;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>One line of a customer's story, in the words in which decisions are printed.</summary>
internal static class StoryText
{
    public static string Of(Replayed entry, ZoneTable zone)
    {
        if (entry.Event is { Fact: var fact }) return Line(zone, fact.OccurredAt, "event", $"{fact.Name} {Encoding.UTF8.GetString(fact.Properties.Span)}".TrimEnd());
        if (entry.Merge is var (loser, at)) return Line(zone, at, "merged", CustomerNumber.ToText(loser));
        return entry.Effect! switch
        {
            Effect.TagEntered tag => Line(zone, tag.At, "tag_entered", $"{tag.Tag} ({tag.Cause})"),
            Effect.TagLeft tag => Line(zone, tag.At, "tag_left", $"{tag.Tag} ({tag.Cause})"),
            Effect.RunStarted run => Line(zone, run.At, "run_started", $"{run.Sop}{(run.HeldOut ? " held out" : "")} ({run.Cause})"),
            Effect.RunMoved run => Line(zone, run.At, "run_moved", string.Create(CultureInfo.InvariantCulture, $"{run.Sop} {run.From} → {run.To}")),
            Effect.RunEnded run => Line(zone, run.At, "run_ended", $"{run.Sop} {Words.Of(run.Reason)} ({run.Cause})"),
            Effect.TriggerForgotten trigger => Line(zone, trigger.At, "not_started", $"{trigger.Sop} {Words.Of(trigger.Reason)} ({trigger.Cause})"),
            Effect.PathTaken path => Line(zone, path.At, "path", $"{path.Sop}/{path.Step.Id} {Words.Of(path.Reason)}{(path.Next is { } next && next != path.Step.Id ? $" → {next}" : "")}"),
            Effect.StepDecided step => Line(zone, step.At, "step", $"{step.Sop}/{step.Step.Id} {Words.Of(step.Outcome)}{Why(step)} ({Act(step)})"),
            var other => throw new InvalidOperationException($"Unknown effect {other.GetType().Name}."),
        };
    }

    private static string Why(Effect.StepDecided step) => step.ReasonText is { } reason ? $": {reason}" : step.ArmName is { } arm ? $": {arm}" : "";

    private static string Act(Effect.StepDecided step)
    {
        var (act, content) = StepText.Of(step.Step.Act);
        return $"{act} {(step.Step.Act is StepAct.Send send ? send.MaterialOf(step.Arm) : content)}";
    }

    private static string Line(ZoneTable zone, Instant at, string kind, string what) => $"{ViewText.Time(zone, at)}  {kind,-11}  {what}";
}
