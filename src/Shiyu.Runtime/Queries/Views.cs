using System.Text.Json;
using Shiyu.Runtime.Learning;

namespace Shiyu.Runtime.Queries;

// What the HTTP API answers with. Instants are ISO 8601 with milliseconds in the workspace's zone; absent values are null.

/// <param name="Next">Pass it as <c>cursor</c> for the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public sealed record IdentityView(string Kind, string Value);

/// <param name="Tag"><c>GROUP/TAG</c>.</param>
/// <param name="Cause"><c>event:ID</c>, <c>time</c> or <c>definition</c>.</param>
/// <param name="By"><c>rule</c>, or <c>hand</c> when set by hand, by sync or by a step.</param>
public sealed record TagView(string Tag, string? GroupTitle, string? Title, string Since, string Cause, string By);

/// <param name="State"><c>friend</c>, <c>deleted_by_customer</c> or <c>deleted_by_member</c>.</param>
public sealed record ContactView(string Member, string State, string Since);

/// <param name="NextStep">The step that comes next; null when only the window is left.</param>
/// <param name="Version">The version of the SOP that it goes by.</param>
public sealed record RunView(
    string Id, string Sop, string? Title, string StartedAt, string Cause, string? NextStep, string? NextStepTitle, string? NextAt, string? WindowEnds,
    int Version);

public sealed record CustomerSummary(
    string Id, string? Name, IReadOnlyList<IdentityView> Identities, IReadOnlyList<TagView> Tags, int Runs, string? LastEventAt,
    string? NextWakeUpAt);

public sealed record CustomerDetail(
    string Id, string? Name, IReadOnlyList<IdentityView> Identities, IReadOnlyDictionary<string, JsonElement> Attributes,
    IReadOnlyList<TagView> Tags, IReadOnlyList<RunView> Runs, IReadOnlyList<ContactView> Contacts, string? LastEventAt,
    string? NextWakeUpAt, IReadOnlyList<string> MergedFrom);

/// <summary>One line of a customer's timeline. Which fields are set depends on <see cref="Kind"/>.</summary>
/// <param name="Id">Unique within the timeline; for events the event's own id.</param>
/// <param name="Kind"><c>event</c>, <c>tag_entered</c>, <c>tag_left</c>, <c>run_started</c>, <c>step</c>, <c>path</c>, <c>run_ended</c>, <c>trigger_forgotten</c>,
/// <c>run_moved</c>, <c>delivery</c>, <c>merged</c> or <c>definitions</c>.</param>
/// <param name="At">When it was decided, or for events when it happened.</param>
/// <param name="Outcome">Of steps: <c>sent</c>, <c>skipped</c>, <c>dropped</c> …; of deliveries their state.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Contest">Of a message: the others that wanted the same slot; null where there were none.</param>
/// <param name="Arm">The arm that a split drew, and <paramref name="Propensity"/> the chance with which it did.</param>
public sealed record TimelineEntry(
    string Id, string Kind, string At, string? Name = null, string? OccurredAt = null, string? ReceivedAt = null,
    JsonElement? Properties = null, JsonElement? Attributes = null, string? Source = null, string? Tag = null, string? Title = null,
    string? Sop = null, string? Run = null, string? Step = null, string? StepTitle = null, string? Act = null, string? Content = null, string? Outcome = null,
    string? Reason = null, string? Member = null, string? Cause = null, ContestView? Contest = null, string? Arm = null, double? Propensity = null);

/// <param name="HasGoal">Without a goal there is no conversion to speak of, and none of nought per cent.</param>
/// <param name="PausedSince">Null while it is not paused.</param>
/// <param name="Version">The version in force; runs may still be finishing on older ones.</param>
public sealed record SopSummary(
    string Id, string? Title, string Trigger, bool HasGoal, int Steps, long Running, long Started, IReadOnlyDictionary<string, long> Ended,
    IReadOnlyDictionary<string, long> Outcomes, bool Paused, string? PausedSince, int Version);

/// <param name="At">As written in the definition: <c>+2h</c>, <c>day 1 20:00</c>; null: at once.</param>
/// <param name="Act"><c>send</c>, <c>task</c>, <c>tag</c>, <c>untag</c>, <c>set</c>, <c>invite</c>, <c>remove</c>, <c>call</c>, <c>start</c>, <c>wait</c> or <c>branch</c>.</param>
/// <param name="Outcomes">Counts by outcome, and by <c>outcome:reason</c> where there is a reason.</param>
/// <param name="Deliveries">Counts by delivery state (messages).</param>
/// <param name="Waiting">Active runs whose next step this is.</param>
/// <param name="When">The condition as written, on one line; <c>WhenTree</c> is the same as JSON.</param>
/// <param name="Learns">The shares of its arms follow what was learned (<c>split: thompson</c>).</param>
/// <param name="Learned">What was learned of its materials, by segment.</param>
/// <param name="Stops">What a guardrail keeps back of it.</param>
public sealed record StepView(
    string Id, string? Title, string? At, string Act, string? Touchpoint, string? Content, string? ContentText, string? When,
    JsonElement? WhenTree, string Late, string? Expires, bool End, long Waiting, IReadOnlyDictionary<string, long> Outcomes,
    IReadOnlyDictionary<string, long> Deliveries, IReadOnlyList<StepWay> Ways, IReadOnlyList<StepArm> Arms, bool Learns,
    IReadOnlyList<LearnedMessageView> Learned, IReadOnlyList<GuardrailStopView> Stops);

/// <summary>One way on from a wait or a branch.</summary>
/// <param name="Kind"><c>met</c>, <c>timed_out</c>, <c>held</c> or <c>otherwise</c>.</param>
/// <param name="When">What a wait waits for, or a branch's condition, on one line; null where nothing is asked.</param>
/// <param name="Within">How long a wait lasts; null for others.</param>
/// <param name="To">The step that it leads to; null to the end.</param>
public sealed record StepWay(string Kind, string? When, JsonElement? WhenTree, string? Within, string? To);

/// <summary>One arm of a split.</summary>
/// <param name="Share">As a percentage; where the step learns, the one that it starts with.</param>
/// <param name="Content">The material; null where the step sends none.</param>
/// <param name="Learned">Where the step learns: the share in each segment, as learned last.</param>
public sealed record StepArm(string Arm, string Share, string? Content, string? ContentText, IReadOnlyList<ArmShare> Learned);

/// <param name="Segment">The tag's name; empty for customers without one, and where the workspace has no segments.</param>
/// <param name="Share">0 to 1.</param>
public sealed record ArmShare(string Segment, string? SegmentTitle, double Share);

/// <param name="Anchor">From where its times count, as written on one line; null: from the entry.</param>
/// <param name="Holdout">The share of customers whose runs go silently; null for nobody.</param>
/// <param name="Sender">Through whom its direct messages go: <c>newest</c>, <c>last_talked</c>, <c>owner</c>, or <c>member:USERID</c>.</param>
/// <param name="TriggerTree">The trigger as written, as JSON.</param>
/// <param name="When">The condition as written, on one line; <c>WhenTree</c> is the same as JSON. So with <c>Exit</c> and <c>Goal</c>.</param>
/// <param name="PausedSince">Null while it is not paused.</param>
/// <param name="Version">The version in force; runs may still be finishing on older ones.</param>
/// <param name="Margin">What a conversion earns; null where it is not said.</param>
/// <param name="LearnedAt">When it was last learned what messages are worth; null before that.</param>
/// <param name="Enough">Below so many delivered messages priority decides; null where the workspace says nothing of value.</param>
public sealed record SopDetail(
    string Id, string? Title, string Trigger, JsonElement? TriggerTree, string? When, JsonElement? WhenTree, string? Exit, JsonElement? ExitTree,
    string? Goal, JsonElement? GoalTree, string? Window, bool Stay, string Reentry,
    string Lateness, string Class, int Priority, string? Anchor, string? Holdout, long Running, long Started, IReadOnlyDictionary<string, long> Ended,
    bool Paused, string? PausedSince, int Version, decimal? Margin, string? LearnedAt, int? Enough, string Sender, IReadOnlyList<StepView> Steps);

/// <param name="State"><c>planned</c>, <c>queued</c>, <c>uncertain</c>, <c>confirmed</c>, <c>delivered</c>, <c>skipped</c>, <c>dropped</c> or <c>failed</c>.</param>
/// <param name="DueAt">Of a message its time; of a task until when it is to be done.</param>
/// <param name="Overdue">A task that is open and past its time.</param>
/// <param name="Outcome">What a finished task came to, and <paramref name="Note"/> beside it; null for all others.</param>
/// <param name="Contest">Of a message: the others that wanted the same slot; null where there were none.</param>
/// <param name="Arm">The arm that a split drew, and <paramref name="Propensity"/> the chance with which it did.</param>
public sealed record DeliveryView(
    string Id, string Customer, string? CustomerName, string Sop, string? SopTitle, string Step, string? StepTitle, string Run, string Kind,
    string Touchpoint, string Content, string? ContentText, string State, string? Reason, string? Member, string PlannedAt, string DueAt, string ExpiresAt,
    string UpdatedAt, bool Overdue, string? Outcome, string? Note, ContestView? Contest, string? Arm, double? Propensity);

/// <param name="When">The condition, as JSON.</param>
public sealed record AudienceView(string Id, string? Title, JsonElement When);

public sealed record TagCount(string Tag, string? Title, long Customers);

public sealed record TagGroupView(string Id, string? Title, bool Exclusive, IReadOnlyList<TagCount> Tags);

/// <param name="Rate">Business seconds per wall second; 1 in production.</param>
public sealed record ClockView(string Now, double Rate, bool Accelerated, string TimeZone);

/// <param name="Recent">The newest 60 samples, oldest first.</param>
/// <param name="Deliveries">Messages by state.</param>
public sealed record OverviewView(
    ClockView Clock, long Customers, double EventsPerSecond, long Events, long TagMoves, double TagMovesPerSecond, long Replies, long Deletions,
    long Orders, long ActiveRuns, IReadOnlyDictionary<string, long> Deliveries, IReadOnlyList<TagGroupView> Groups,
    IReadOnlyList<OverviewSample> Recent);

/// <summary>What happened in one sampling interval (one wall second to ten, see the overview's clock).</summary>
public sealed record OverviewSample(string At, long Events, long TagMoves, long Messages, long Replies, long Deletions);

public sealed record MergeView(
    string Id, string State, string At, string Survivor, string? Loser, IReadOnlyList<IdentityView> Identities, string? Reason);

public sealed record RejectionView(
    string Id, string At, string Source, int Item, string Code, string Field, string Given, string Allowed, string Sample);
