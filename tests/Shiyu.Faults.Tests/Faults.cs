namespace Shiyu.Faults.Tests;

/// <summary>Mistakes in conditions, tags, scheduling and arbitration, most of them one instant or one word away from what is right.</summary>
internal static class Faults
{
    private const string Laws = "Laws.WholeEngineEqualsNaive", Conditions = "Conditions.IncrementalEqualsNaive";

    public static readonly Fault[] All =
    [
        // conditions
        new("a bound that is reached does not count", "Conditions/Comparison.cs", "a >= c.Bound", "a > c.Bound", "Conditions.BoundsOfNumbers"),
        new("a date counts at the end of in_last", "Conditions/Comparison.cs", "now - c.Within < x && x <= now", "now - c.Within <= x && x <= now", Conditions),
        new("a date of this instant is still to come", "Conditions/Comparison.cs", "now < x && x <= now + c.Within", "now <= x && x <= now + c.Within", Conditions),
        new("a count is forgotten one too early", "Conditions/NumberTests.cs", "decimal.Floor(bound) + 1", "decimal.Floor(bound)", Conditions),
        new("a sequence must be faster than it is told", "Conditions/Accumulators/Sequences.cs", "at - first > within", "at - first >= within", Conditions),
        new("a sequence leaves its horizon an instant late", "Conditions/Accumulators/Sequences.cs", "asking.Now.UnixMs - best >= horizon", "asking.Now.UnixMs - best > horizon", Conditions),
        new("unanswered an instant late", "Conditions/Accumulators/Unanswered.cs", "age >= waited && !(age >= within)", "age > waited && !(age >= within)", Conditions),
        new("a late question replaces the latest one", "Conditions/Accumulators/Unanswered.cs", "matched.At > latest.Asked)", "true)", Conditions),

        // tags
        new("an exclusive group holds two tags", "Tagging/TagStage.cs", "!(group.Exclusive && taken)", "true", Laws),
        new("once is for a while", "Tagging/TagStage.cs", "after && !Stands(state, tag.Index)", "false", "Tagging.Holds"),
        new("a hold stands an instant too long", "Tagging/TagStage.cs", "hold.Until <= folding.Now", "hold.Until < folding.Now", "Tagging.Holds"),

        // scheduling
        new("a step at the instant it is reached is late", "Sops/StepStage.cs", "run.DueAt < run.ReachedAt", "run.DueAt <= run.ReachedAt", "Sops.Steps"),
        new("a message expires an instant early", "Sops/StepStage.cs", "now > expiresAt", "now >= expiresAt", Laws),
        new("a paused SOP goes on", "Sops/StepStage.cs", "!folding.Plan.IsPaused(sop.Index)", "true", "Sops.PausedSops"),
        new("exactly the re-entry gap is not enough", "Sops/EntryStage.cs", "now - last.At >= reentry.After", "now - last.At > reentry.After", "Sops.Entering"),
        new("exactly the lateness is too late", "Sops/EntryStage.cs", "now - fact.OccurredAt > definition.Lateness", "now - fact.OccurredAt >= definition.Lateness", "Laws.LateAndFutureFacts"),
        new("a second run beside the first", "Sops/EntryStage.cs", "record.Going is not null", "false", "Sops.Entering"),
        new("an event at the time-out comes too late", "Sops/Run.cs", "fact.OccurredAt <= DueAt", "fact.OccurredAt < DueAt", "Sops.WaitsAndBranches"),
        new("a window ends an instant late", "Sops/EndStage.cs", "run.WindowEnds <= folding.Now", "run.WindowEnds < folding.Now", "Sops.Ending"),
        new("an exit that time alone makes true is missed", "Sops/EndStage.cs", "run.AskAt <= folding.Now", "false", Laws),
        new("do-not-disturb is not heard", "Sops/EndStage.cs", "folding.State.Attributes.IsTrue(\"do_not_disturb\")", "false", "Sops.Ending"),
        new("a clock time counts from the day after", "Sops/StepTimes.cs", "DayOf(anchor) + day.Day", "DayOf(anchor) + day.Day + 1", "Sops.Steps"),
        new("shares are twice what they are told to be", "Sops/Chance.cs", "s_whole * (ulong)share.Parts", "s_whole * (ulong)share.Parts * 2", "Sops.HandOversAndChance"),

        // arbitration, and the guard at hand-over
        new("the lesser priority goes first", "Arbitration/ContestOrder.cs", "other.Priority.CompareTo(one.Priority)", "one.Priority.CompareTo(other.Priority)", "Arbitration.MessagesThatWantOneSlot"),
        new("the message of least worth goes first", "Arbitration/ContestOrder.cs", "-byAmount", "byAmount", "Arbitration.MessagesComparedByValue"),
        new("a message of midnight does not count for the day", "Arbitration/BudgetRule.cs", "sent.At >= from && counts(sent)", "sent.At > from && counts(sent)", Laws),
        new("the gap is longer than it is told", "Arbitration/BudgetRule.cs", "LastCapped(ledger)!.Value + budgets.Caps.Gap!.Value", "LastCapped(ledger)!.Value + budgets.Caps.Gap!.Value + new Duration(1)", "Arbitration.BudgetsOfACustomer"),
        new("the quiet hours begin a minute late", "Arbitration/BudgetRule.cs", "minute >= quiet.FromMinute || minute < quiet.ToMinute", "minute > quiet.FromMinute || minute < quiet.ToMinute", "Arbitration.BudgetsOfACustomer"),
        new("a week has eight days", "Arbitration/BudgetRule.cs", "MondayOf(times.DayOf(now)) + 7", "MondayOf(times.DayOf(now)) + 8", "Arbitration.BudgetsOfACustomer"),
        new("what was sent is soon forgotten", "Arbitration/SentMessage.cs", "Duration.Days(32)", "Duration.Days(2)", Laws),
        new("the guard forgets do-not-disturb", "HandOverGuard.cs", "state.Attributes.IsTrue(\"do_not_disturb\")", "false", "Laws.TheGuardAtHandOver"),
        new("the guard counts the message itself", "HandOverGuard.cs", "SentMessage.Without(state.Sent.ToArray(), planned, direct)", "state.Sent.ToArray()", "Laws.BudgetsAtHandOver"),
        new("the guard forgets what was sent since", "HandOverGuard.cs", "plan.Budget.AllowsAll", "true", "Laws.BudgetsAtHandOver"),
        new("a refused message stays in the ledger", "Folding.cs", "SentMessage.Without(State.Sent.ToArray(), refused.PlannedAt, refused.IsDirect)", "State.Sent.ToArray()", "Laws.WholeEngineEqualsNaive"),
        new("the guard forgets when", "HandOverGuard.cs", "!when.IsTrue(asking)", "false", "Laws.TheGuardAtHandOver"),
        new("the guard forgets the run's window", "HandOverGuard.cs", "run.WindowEnds <= asking.Now", "false", "Laws.TheGuardAtHandOver"),
    ];
}
