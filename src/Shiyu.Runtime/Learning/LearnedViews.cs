using MathNet.Numerics.Distributions;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Learning;

/// <summary>What was learned of the messages of a workspace.</summary>
/// <param name="At">When; null before anything was.</param>
/// <param name="Enough">Below so many delivered messages priority decides; null where the workspace says nothing of value.</param>
public sealed record LearnedView(string? At, int? Enough, IReadOnlyList<LearnedMessageView> Messages)
{
    /// <param name="ofSop">Only what one SOP sends: intervals are worked out for what is shown.</param>
    internal static LearnedView Of(PlanVersion version, string? ofSop = null)
    {
        var (table, definitions) = (version.Values, version.Plan.Definitions);
        return new LearnedView(
            table.At == Instant.Min ? null : ViewText.Time(version.Plan.Zone, table.At), definitions.Workspace.Value?.Enough,
            [.. table.Messages.Where(message => ofSop is null || message.Key.Sop == ofSop).Select(message => LearnedMessageView.Of(message, definitions))]);
    }
}

/// <summary>A material as one SOP sends it to one segment.</summary>
/// <param name="Segment">The tag's name; empty for customers without one, and where the workspace has no segments.</param>
/// <param name="Delivered">Those whose outcome is known.</param>
/// <param name="Value">P(convert) · margin − P(delete) · lifetime value; null where the workspace or the SOP does not say what they are.</param>
/// <param name="Thin">Too few were delivered to go by the value: priority decides.</param>
public sealed record LearnedMessageView(
    string Sop, string Material, string Segment, string? SegmentTitle, long Delivered, long Converted, long Deleted, RateView Convert, RateView Delete, double? Value,
    bool Thin)
{
    internal static LearnedMessageView Of(LearnedMessage message, DefinitionSet definitions)
    {
        var (key, counts, rules) = (message.Key, message.Counts, definitions.Workspace.Value);
        var value = MessageValue.Of(rules, definitions.Sops.FirstOrDefault(sop => sop.Name == key.Sop)?.Margin, message);
        return new LearnedMessageView(
            key.Sop, key.Material, key.Segment, SegmentTitleOf(definitions, key.Segment), counts.Delivered, counts.Converted, counts.Deleted,
            RateView.Of(message.Convert), RateView.Of(message.Delete), value?.Amount, value?.Thin ?? true);
    }

    internal static string? SegmentTitleOf(DefinitionSet definitions, string segment) => definitions.Groups
        .FirstOrDefault(group => group.Name == definitions.Workspace.Value?.Segments)?.Tags.FirstOrDefault(tag => tag.Name == segment)?.Title;
}

/// <summary>A rate as it is believed to be: its mean, and between which two it lies with 90 %.</summary>
public sealed record RateView(double Mean, double Low, double High)
{
    internal static RateView Of(BetaBelief belief) => new(belief.Mean, Beta.InvCDF(belief.A, belief.B, 0.05), Beta.InvCDF(belief.A, belief.B, 0.95));
}

/// <summary>Something that a guardrail has stopped.</summary>
/// <param name="What"><c>step:SOP/STEP</c> or <c>material:NAME</c>.</param>
/// <param name="Delivered">How many had received it then.</param>
/// <param name="Deleted">How many of them had deleted the friendship.</param>
public sealed record GuardrailStopView(string What, string StoppedAt, long Delivered, long Deleted)
{
    internal static IReadOnlyList<GuardrailStopView> AllOf(PlanVersion version) =>
        [.. version.Stops.Stops.Where(stop => stop.Value.ResumedAt is null).Select(stop => Of(version, stop.Key, stop.Value))];

    /// <summary>What keeps a step's messages back: the step itself, or one of its materials.</summary>
    internal static IReadOnlyList<GuardrailStopView> OfStep(PlanVersion version, string sop, StepDefinition step) =>
        step.Act is not StepAct.Send send ? [] : [.. AllOf(version).Where(stop =>
            stop.What == GuardrailStops.OfStep(sop, step.Id) || send.Materials.Any(material => stop.What == GuardrailStops.OfMaterial(material)))];

    private static GuardrailStopView Of(PlanVersion version, string what, GuardrailStop stop) =>
        new(what, ViewText.Time(version.Plan.Zone, stop.StoppedAt), stop.Delivered, stop.Deleted);
}
