using System.Collections.Immutable;
using System.Globalization;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>When × who × what: one standard operating procedure.</summary>
/// <param name="When">Asked once, at the trigger; null means always.</param>
/// <param name="Anchor">From which instant the steps' times count.</param>
/// <param name="Window">From entry; the run ends then, whatever is left.</param>
/// <param name="Stay">Leaving the trigger's tag or audience ends the run.</param>
/// <param name="Lateness">An event older than this when it arrives starts no run; default 1 h.</param>
/// <param name="Class">Which of its messages' kind goes first; default journey.</param>
/// <param name="Priority">Used until enough is learned; default 50.</param>
/// <param name="Holdout">The share of customers whose runs go silently; nobody by default.</param>
/// <param name="Pace">How fast existing customers enter when publishing lets them in; null for all at once.</param>
public sealed record SopDefinition(
    string Name,
    string? Title,
    SopTrigger Trigger,
    Condition? When,
    SopAnchor Anchor,
    Condition? Exit,
    Condition? Goal,
    Duration? Window,
    bool Stay,
    Reentry Reentry,
    Duration Lateness,
    MessageClass Class,
    int Priority,
    Share Holdout,
    Pace? Pace,
    ImmutableArray<StepDefinition> Steps)
{
    /// <summary>What a conversion earns, in the workspace's money; null where it is not said, and no value is known.</summary>
    public decimal? Margin { get; init; }

    /// <summary>Through whom its direct messages go.</summary>
    public SenderChoice Sender { get; init; } = SenderChoice.Newest;
}

/// <summary><c>500/h</c>: so many customers in each such span.</summary>
public readonly record struct Pace(int Customers, Duration Per)
{
    /// <summary>How it is written, for refusals.</summary>
    public const string Form = "customers and a unit of time: 500/h, 20/m, 2000/d";

    /// <summary>1 to 1,000,000 customers in a second, minute, hour or day; null for anything else.</summary>
    public static Pace? Parse(string text) =>
        text.Split('/') is [var count, var unit]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var customers) && customers is > 0 and <= 1_000_000
        && unit is "s" or "m" or "h" or "d" && Values.TryDuration($"1{unit}", out var per)
            ? new Pace(customers, per)
            : null;
}

public abstract record SopTrigger
{
    public sealed record EntersTag(TagName Tag) : SopTrigger;

    public sealed record Occurs(EventPattern Event) : SopTrigger;

    public sealed record JoinsAudience(string Audience) : SopTrigger;

    /// <summary><c>date: D</c> or <c>cohort: NAME</c>: takes everyone who exists when the day of the earliest step begins.</summary>
    /// <param name="Cohort">The cohort's name; null for a date.</param>
    /// <param name="Date">The date; null for a cohort, whose date is its SOP's anchor.</param>
    public sealed record OnDate(DateValue? Date, string? Cohort) : SopTrigger;

    /// <summary>By hand, by the API or by another SOP's <c>start:</c> only.</summary>
    public sealed record Manual : SopTrigger;
}

/// <param name="After">Only for <see cref="ReentryKind.After"/>: counted from the last run's end.</param>
public readonly record struct Reentry(ReentryKind Kind, Duration After)
{
    public static readonly Reentry Never = new(ReentryKind.Never, default);
    public static readonly Reentry Always = new(ReentryKind.Always, default);
}

public enum ReentryKind : byte { Never, After, Always }

/// <param name="At">Null: at once.</param>
/// <param name="LateSend">True for <c>late: send</c>.</param>
/// <param name="Expires">Null: the end of that calendar day.</param>
/// <param name="Defers">A message that does not get its slot is tried again at the next one; false for <c>defer: false</c>: it is dropped.</param>
/// <param name="AvoidHolidays">A time on a public holiday moves on to the same clock time of the first day that is none.</param>
/// <param name="Split">The arms of which each customer gets one; empty without a split.</param>
public sealed record StepDefinition(
    string Id,
    string? Title,
    StepTime? At,
    Condition? When,
    bool LateSend,
    Duration? Expires,
    bool Defers,
    bool AvoidHolidays,
    ImmutableArray<SplitArm> Split,
    bool End,
    StepAct Act)
{
    /// <summary><c>split: thompson</c>: the shares of its arms follow what was learned; those of <see cref="Split"/> are where they start.</summary>
    public bool Learns { get; init; }
}

public readonly record struct SplitArm(string Name, Share Share);

public abstract record StepTime
{
    /// <summary><c>at: +d</c> from the anchor.</summary>
    public sealed record After(Duration Delay) : StepTime;

    /// <summary><c>at: day N HH:MM</c>: that clock time on the anchor's calendar day + N.</summary>
    /// <param name="Day">Negative for days before the anchor.</param>
    public sealed record OnDay(int Day, int Hour, int Minute) : StepTime;

    /// <summary><c>at: workday N HH:MM</c>: workday 0 is the anchor's day or the next working day.</summary>
    public sealed record OnWorkday(int Day, int Hour, int Minute) : StepTime;
}

public abstract record StepAct
{
    /// <param name="Touchpoint"><c>direct</c>, <c>moments</c>, <c>group</c>, <c>official</c>, <c>mini</c>, <c>sms</c> or a webhook's name.</param>
    /// <param name="Materials">One material, or one for each arm of the step's split, in the order of the arms.</param>
    public sealed record Send(string Touchpoint, ImmutableArray<string> Materials) : StepAct
    {
        private static readonly ImmutableArray<string> OwnTouchpoints = ["direct", "moments", "group", "official", "mini", "sms"];

        /// <summary>Whether a webhook may have this name.</summary>
        public static bool IsWebhookName(string name) => Names.IsName(name) && !OwnTouchpoints.Contains(name);

        /// <summary>The arm's material; all that it might have been, for people, where none was drawn.</summary>
        /// <param name="arm">The arm's place; -1 without a split, and where nothing was carried out.</param>
        public string MaterialOf(int arm) => Materials.Length == 1 ? Materials[0] : arm < 0 ? string.Join(" / ", Materials) : Materials[arm];
    }

    public sealed record AdvisorTask(string Text, Duration? Due) : StepAct;

    public sealed record SetTag(TagName Tag) : StepAct;

    public sealed record UnsetTag(TagName Tag) : StepAct;

    /// <summary>Attribute values as UTF-8 JSON; <c>null</c> removes.</summary>
    public sealed record SetAttributes(ImmutableArray<KeyValuePair<string, string>> Json) : StepAct;

    public sealed record Invite(string Group) : StepAct;

    public sealed record Remove(string Group) : StepAct;

    /// <param name="BodyJson">The body as JSON text; null without one.</param>
    public sealed record Call(string Webhook, string? BodyJson) : StepAct;

    /// <summary>Hands over to another SOP; its <c>when</c> and re-entry apply.</summary>
    public sealed record StartSop(string Sop) : StepAct;

    /// <summary>Waits for an event after the step was reached, at most <paramref name="For"/> later.</summary>
    /// <param name="Then">Where the walk goes on when it came; null for the next step.</param>
    /// <param name="Else">Where it goes on when it did not.</param>
    public sealed record Wait(EventPattern Event, Duration For, string? Then, string? Else) : StepAct;

    /// <summary>Goes on where the first true condition says.</summary>
    public sealed record Branch(ImmutableArray<BranchArm> Arms, string? Else) : StepAct;

    /// <summary>Waits and branches: they carry nothing out and print no line, they say where the walk goes.</summary>
    public bool IsFork => this is Wait or Branch;
}

public sealed record BranchArm(Condition When, string? Then);
