using System.Text.Json;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>Why an SOP does or does not do something for one customer, as it stood at the end of one instant.</summary>
/// <param name="Customer">The customer's id; after a merge the survivor's.</param>
/// <param name="At">The instant that is explained.</param>
/// <param name="Goal">Event forms in it count only events after the entry: of the run that is going, else of the last run, else none.</param>
/// <param name="Exit">Counts as the goal does.</param>
/// <param name="Forgotten">The last trigger so far that started nothing; null when there was none.</param>
/// <param name="Decisions">What was decided for the run that is going, else for the last one, oldest first.</param>
/// <param name="PausedSince">Since when the SOP is paused; null when it is not.</param>
/// <param name="Version">The version of the SOP that is explained: the one that the run goes by or went by last, else the one in force then.</param>
public sealed record ExplainView(
    string Customer, string Sop, string? Title, string At, ConditionView Trigger, ConditionView? When, ConditionView? Goal, ConditionView? Exit,
    IReadOnlyList<StepExplainView> Steps, RunStandView Run, ForgottenView? Forgotten, IReadOnlyList<DecisionView> Decisions,
    string? PausedSince, int Version);

/// <summary>A condition, or a trigger, and how it stands.</summary>
/// <param name="Kind">
/// <c>all</c>, <c>any</c>, <c>not</c>, <c>always</c>, <c>never</c>, <c>attribute</c>, <c>tag</c>, <c>event</c>, <c>sequence</c>, <c>unanswered</c>,
/// <c>contact</c> or <c>audience</c>; of triggers also <c>date</c>, <c>cohort</c> and <c>manual</c>.
/// </param>
/// <param name="Text">As the definition writes it, on one line; of <c>all</c>, <c>any</c> and <c>not</c> the word, their parts follow.</param>
/// <param name="Tree">The same as JSON; null for <c>all</c>, <c>any</c> and <c>not</c>.</param>
/// <param name="Holds">Of an event that triggers: whether there was one so far; of a date: whether it has come.</param>
/// <param name="NextChange">
/// The next instant at which the answer changes if nothing happens and the tags stay as they are; null when there is none.
/// </param>
/// <param name="Events">The events that count; null for forms that count none.</param>
/// <param name="Value">An attribute's value; null when it is missing.</param>
/// <param name="Since">Since when a tag is held; null when it is not.</param>
/// <param name="Cause">Why the tag was entered: <c>event:ID</c>, <c>time</c> or <c>definition</c>.</param>
/// <param name="Contacts">The contacts with the members that are asked about.</param>
/// <param name="Parts">An audience's is the condition that it stands for, where the condition names it first.</param>
public sealed record ConditionView(
    string Kind, string Text, JsonElement? Tree, bool Holds, string? NextChange, EventsView? Events, JsonElement? Value, string? Since,
    string? Cause, IReadOnlyList<ContactView>? Contacts, IReadOnlyList<ConditionView> Parts);

/// <param name="Newest">At most 20, the newest first.</param>
/// <param name="AfterEntry">Only events after the run's entry count; false: the customer's whole history does.</param>
public sealed record EventsView(IReadOnlyList<EventMention> Newest, int Total, bool AfterEntry);

public sealed record EventMention(string Id, string Name, string OccurredAt);

/// <param name="At">As written in the definition; null: at once.</param>
/// <param name="Arms">Of a branch.</param>
public sealed record StepExplainView(
    string Id, string? Title, string? At, string Act, string Content, ConditionView? When, IReadOnlyList<ArmView> Arms);

/// <param name="Then">The step that the arm leads to; null: the next one.</param>
public sealed record ArmView(ConditionView When, string? Then);

/// <param name="State"><c>not_entered</c>, <c>going</c> or <c>ended</c>.</param>
/// <param name="Id">The run that is going, or the one that ended last.</param>
/// <param name="HeldOut">The run goes silently; only while it is going.</param>
/// <param name="NextAt">When the next step has its turn; null while a pause keeps it.</param>
/// <param name="WaitsFor">
/// What the next step waits for: <c>time</c> (its own), <c>event</c> (a wait, at most until <c>nextAt</c>), <c>slot</c> (deferred by arbitration)
/// or <c>resumption</c> (of the paused SOP).
/// </param>
/// <param name="WaitsSince">Since when it waits for its event, its slot or the resumption.</param>
/// <param name="DeferredFor">Why the message was deferred.</param>
/// <param name="EndReason"><c>goal</c>, <c>exit</c>, <c>do_not_disturb</c>, <c>deleted</c>, <c>left_trigger</c>, <c>window</c>, <c>completed</c> or <c>withdrawn</c>.</param>
public sealed record RunStandView(
    string State, string? Id, string? StartedAt, string? Cause, bool? HeldOut, string? NextStep, string? NextStepTitle, string? NextAt,
    string? WaitsFor, string? WaitsSince, string? DeferredFor, string? WindowEnds, string? EndedAt, string? EndReason, string? EndCause);

/// <param name="Reason"><c>running</c>, <c>reentry</c>, <c>when_false</c>, <c>late</c>, <c>goal</c>, <c>exit</c>, <c>do_not_disturb</c>, <c>left_trigger</c>, <c>no_anchor</c>, <c>paused</c> or <c>draining</c>.</param>
public sealed record ForgottenView(string At, string Reason, string Cause);

/// <param name="Outcome">
/// Of an act: <c>sent</c>, <c>deferred</c>, <c>skipped</c>, <c>dropped</c> or <c>holdout</c>; of a wait or branch: <c>waiting</c>, <c>met</c>,
/// <c>timed_out</c>, <c>held</c> or <c>otherwise</c>.
/// </param>
/// <param name="Reason">Why it was not sent.</param>
/// <param name="Until">When a deferred message is tried again.</param>
/// <param name="DueAt">The act's time.</param>
/// <param name="ExpiresAt">The last instant at which it may be handed over.</param>
/// <param name="Next">Where a wait or branch led; null at the end.</param>
public sealed record DecisionView(
    string At, string Step, string? StepTitle, string Act, string Outcome, string? Reason, string? Until, string? DueAt, string? ExpiresAt,
    string? Arm, string? Next, string Cause);
