using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine;

/// <summary>One decision of the engine, as data. The shell carries it out; a rehearsal prints it.</summary>
/// <param name="At">The decision instant.</param>
public abstract record Effect(Instant At)
{
    public sealed record TagEntered(Instant At, TagName Tag, Cause Cause) : Effect(At);

    public sealed record TagLeft(Instant At, TagName Tag, Cause Cause) : Effect(At);

    /// <param name="HeldOut">It goes silently.</param>
    /// <param name="Version">The version of the SOP that it goes by.</param>
    public sealed record RunStarted(Instant At, string Sop, RunId Run, Cause Cause, bool HeldOut, int Version) : Effect(At);

    /// <summary>A step was decided.</summary>
    /// <param name="Reason">Null when sent.</param>
    /// <param name="DueAt">The step's time; a late step that is sent: when it was reached.</param>
    /// <param name="ExpiresAt">The last instant at which a message may still be handed over.</param>
    /// <param name="LostTo"><c>SOP/STEP</c> of the message that took the slot; null for other reasons.</param>
    /// <param name="Until">When a deferred message is tried again.</param>
    /// <param name="Arm">The place of the arm that a split picked; -1 without one, and where nothing was carried out.</param>
    /// <param name="Contest">The contest for the slot; null where no other message wanted it.</param>
    public sealed record StepDecided(
        Instant At, string Sop, RunId Run, StepDefinition Step, StepOutcome Outcome, StepReason? Reason,
        Instant DueAt, Instant ExpiresAt, int Arm, Cause Cause, string? LostTo = null, Instant? Until = null, SlotContest? Contest = null) : Effect(At)
    {
        /// <summary>The reason in the language's words; null when sent.</summary>
        public string? ReasonText => Words.Of(Reason, LostTo);

        /// <summary>The share with which the arm was drawn; null where none was.</summary>
        public Share? Propensity { get; init; }

        /// <summary>Of a message that goes: the segment that the customer is in, empty for none.</summary>
        public string? Segment { get; init; }

        public string? ArmName => Arm < 0 ? null : Step.Split[Arm].Name;
    }

    /// <summary>Where a wait or a branch sent the walk. Not printed by a rehearsal; shown on the timeline.</summary>
    /// <param name="Next">The step that comes next; null when the walk is over.</param>
    public sealed record PathTaken(Instant At, string Sop, RunId Run, StepDefinition Step, PathReason Reason, string? Next, Cause Cause) : Effect(At);

    /// <summary>A publication took the run over into another version. Never in a rehearsal; shown on the timeline.</summary>
    /// <param name="Next">The step that it stands before there; null when the walk is over.</param>
    public sealed record RunMoved(Instant At, string Sop, RunId Run, int From, int To, string? Next, Cause Cause) : Effect(At);

    /// <param name="Next">The step that it stood before; null when its walk was over.</param>
    /// <param name="HeldOut">It went silently.</param>
    /// <param name="Version">The version of the SOP that it went by.</param>
    public sealed record RunEnded(Instant At, string Sop, RunId Run, EndReason Reason, Cause Cause, string? Next, bool HeldOut, int Version) : Effect(At)
    {
        internal static RunEnded Of(Instant at, SopPlan sop, Run run, EndReason reason, Cause cause) => new(
            at, sop.Name, run.Id, reason, cause, run.NextStep < sop.Steps.Length ? sop.Steps[run.NextStep].Id : null, run.HeldOut, run.Version);
    }

    /// <summary>A trigger that started nothing, and why. Not printed by a rehearsal; shown on the timeline.</summary>
    public sealed record TriggerForgotten(Instant At, string Sop, ForgottenReason Reason, Cause Cause) : Effect(At);
}

/// <summary>Derived from SOP, customer and entry instant (and a number where one instant starts a second); prints as 32 hex digits.</summary>
public readonly record struct RunId(UInt128 Value)
{
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}

public enum StepOutcome : byte { Sent, Deferred, Skipped, Dropped, Holdout }

public enum StepReason : byte
{
    Late, Expired, WhenFalse, NoContact, DoNotDisturb, HeldOut, QuietHours, CapDay, CapWeek, CapGap, QuotaDay, QuotaWeek, QuotaMonth, LostTo, Paused, Guardrail,
}

/// <summary>A wait began, its event came, or its time was over; a branch's condition held, or none did.</summary>
public enum PathReason : byte { Waiting, Met, TimedOut, Held, Otherwise }

public enum EndReason : byte { Goal, Exit, DoNotDisturb, Deleted, LeftTrigger, Window, Completed, Withdrawn }

public enum ForgottenReason : byte { Running, Reentry, WhenFalse, Late, Goal, Exit, DoNotDisturb, Deleted, LeftTrigger, NoAnchor, Paused, Draining }
