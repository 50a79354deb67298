using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>When × who × what: one standard operating procedure.</summary>
/// <param name="When">Asked once, at the trigger; null means always.</param>
/// <param name="Window">From entry; the run ends then, whatever is left.</param>
/// <param name="Stay">Leaving the trigger's tag or audience ends the run.</param>
/// <param name="Lateness">An event older than this when it arrives starts no run; default 1 h.</param>
/// <param name="Priority">Used until enough is learned; default 50.</param>
public sealed record SopDefinition(
    string Name,
    string? Title,
    SopTrigger Trigger,
    Condition? When,
    Condition? Exit,
    Condition? Goal,
    Duration? Window,
    bool Stay,
    Reentry Reentry,
    Duration Lateness,
    int Priority,
    ImmutableArray<StepDefinition> Steps);

public abstract record SopTrigger
{
    public sealed record EntersTag(TagName Tag) : SopTrigger;

    public sealed record Occurs(EventPattern Event) : SopTrigger;

    public sealed record JoinsAudience(string Audience) : SopTrigger;
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
public sealed record StepDefinition(
    string Id,
    string? Title,
    StepTime? At,
    Condition? When,
    bool LateSend,
    Duration? Expires,
    bool End,
    StepAct Act);

public abstract record StepTime
{
    /// <summary><c>at: +d</c> from the anchor.</summary>
    public sealed record After(Duration Delay) : StepTime;

    /// <summary><c>at: day N HH:MM</c>: that clock time on the anchor's calendar day + N.</summary>
    public sealed record OnDay(int Day, int Hour, int Minute) : StepTime;
}

public abstract record StepAct
{
    /// <param name="Touchpoint"><c>direct</c>, <c>moments</c>, <c>group</c>, <c>official</c>, <c>mini</c>, <c>sms</c> or a webhook's name.</param>
    public sealed record Send(string Touchpoint, string Material) : StepAct;

    public sealed record AdvisorTask(string Text, Duration? Due) : StepAct;

    public sealed record SetTag(TagName Tag) : StepAct;

    public sealed record UnsetTag(TagName Tag) : StepAct;

    /// <summary>Attribute values as UTF-8 JSON; <c>null</c> removes.</summary>
    public sealed record SetAttributes(ImmutableArray<KeyValuePair<string, string>> Json) : StepAct;

    public sealed record Invite(string Group) : StepAct;

    public sealed record Remove(string Group) : StepAct;

    /// <param name="BodyJson">The body as JSON text; null without one.</param>
    public sealed record Call(string Webhook, string? BodyJson) : StepAct;
}
