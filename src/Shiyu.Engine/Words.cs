using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine;

/// <summary>The words of the definition language for what the engine decides; they never change.</summary>
public static class Words
{
    public static string Of(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Sent => "sent",
        StepOutcome.Deferred => "deferred",
        StepOutcome.Skipped => "skipped",
        StepOutcome.Dropped => "dropped",
        StepOutcome.Holdout => "holdout",
    };

    public static string Of(StepReason reason) => reason switch
    {
        StepReason.Late => "late",
        StepReason.Expired => "expired",
        StepReason.WhenFalse => "when_false",
        StepReason.NoContact => "no_contact",
        StepReason.DoNotDisturb => "do_not_disturb",
        StepReason.HeldOut => "held_out",
        StepReason.QuietHours => "quiet_hours",
        StepReason.CapDay => "cap:day",
        StepReason.CapWeek => "cap:week",
        StepReason.CapGap => "cap:gap",
        StepReason.QuotaDay => "quota:day",
        StepReason.QuotaWeek => "quota:week",
        StepReason.QuotaMonth => "quota:month",
        StepReason.LostTo => "lost_to",
        StepReason.Paused => "paused",
        StepReason.Guardrail => "guardrail",
    };

    /// <param name="lostTo"><c>SOP/STEP</c> of the message that took the slot; null for other reasons.</param>
    /// <returns>Null without a reason.</returns>
    public static string? Of(StepReason? reason, string? lostTo) =>
        lostTo is not null ? $"{Of(StepReason.LostTo)}:{lostTo}" : reason is { } known ? Of(known) : null;

    public static string Of(WonBy wonBy) => wonBy switch
    {
        WonBy.Class => "class",
        WonBy.Value => "value",
        WonBy.Priority => "priority",
        WonBy.Name => "name",
    };

    public static string Of(MessageClass messageClass) => messageClass switch
    {
        MessageClass.Service => "service",
        MessageClass.Journey => "journey",
        MessageClass.Broadcast => "broadcast",
    };

    public static string Of(EndReason reason) => reason switch
    {
        EndReason.Goal => "goal",
        EndReason.Exit => "exit",
        EndReason.DoNotDisturb => "do_not_disturb",
        EndReason.Deleted => "deleted",
        EndReason.LeftTrigger => "left_trigger",
        EndReason.Window => "window",
        EndReason.Completed => "completed",
        EndReason.Withdrawn => "withdrawn",
    };

    public static string Of(ForgottenReason reason) => reason switch
    {
        ForgottenReason.Running => "running",
        ForgottenReason.Reentry => "reentry",
        ForgottenReason.WhenFalse => "when_false",
        ForgottenReason.Late => "late",
        ForgottenReason.Goal => "goal",
        ForgottenReason.Exit => "exit",
        ForgottenReason.DoNotDisturb => "do_not_disturb",
        ForgottenReason.Deleted => "deleted",
        ForgottenReason.LeftTrigger => "left_trigger",
        ForgottenReason.NoAnchor => "no_anchor",
        ForgottenReason.Paused => "paused",
        ForgottenReason.Draining => "draining",
    };

    public static string Of(PathReason reason) => reason switch
    {
        PathReason.Waiting => "waiting",
        PathReason.Met => "met",
        PathReason.TimedOut => "timed_out",
        PathReason.Held => "held",
        PathReason.Otherwise => "otherwise",
    };
}
