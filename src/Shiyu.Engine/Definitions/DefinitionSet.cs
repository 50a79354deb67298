using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>Every definition of a workspace, parsed and cross-checked; names are resolved, cycles refused.</summary>
public sealed record DefinitionSet
{
    public static readonly DefinitionSet Empty = new();

    public WorkspaceDefinition Workspace { get; init; } = WorkspaceDefinition.Default;

    /// <summary>In dependency order: again and again the first by name of those all of whose needs are placed.</summary>
    public ImmutableArray<TagGroupDefinition> Groups { get; init; } = [];

    public ImmutableSortedDictionary<string, AudienceDefinition> Audiences { get; init; } =
        ImmutableSortedDictionary.Create<string, AudienceDefinition>(StringComparer.Ordinal);

    /// <summary>In order of name (ordinal).</summary>
    public ImmutableArray<SopDefinition> Sops { get; init; } = [];

    public ImmutableSortedDictionary<string, MaterialDefinition> Materials { get; init; } =
        ImmutableSortedDictionary.Create<string, MaterialDefinition>(StringComparer.Ordinal);

    /// <summary>Holidays and make-up working days of all <c>calendar</c> files together.</summary>
    public WorkCalendar Calendar { get; init; } = WorkCalendar.MondayToFriday;

    /// <summary>Each cohort's date: from the <c>calendar</c> files, or the anchor of the SOP that it triggers.</summary>
    public ImmutableSortedDictionary<string, DateValue> Cohorts { get; init; } =
        ImmutableSortedDictionary.Create<string, DateValue>(StringComparer.Ordinal);

    /// <summary>Source name → our dotted name, from all <c>dictionary</c> files.</summary>
    public ImmutableSortedDictionary<string, string> EventNames { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <param name="Salt">Salts chance; the empty text without one.</param>
/// <param name="Welcome">Material sent to a new contact within WeCom's 20 s; null for none.</param>
/// <param name="Holdout">The share of customers whose runs go silently in every SOP.</param>
public sealed record WorkspaceDefinition(string Name, string TimeZone, string Salt, string? Welcome, Budgets Budgets, Share Holdout)
{
    /// <summary>What its messages are worth; null where it says nothing of it, and priority decides.</summary>
    public ValueRules? Value { get; init; }

    /// <summary>From which rate of deletions on messages are stopped; null for never.</summary>
    public GuardrailRules? Guardrail { get; init; }

    /// <summary>What one member is asked to do in a day; null for anything.</summary>
    public MemberLoad? MemberLoad { get; init; }

    /// <summary>What is done about tasks that nobody has confirmed.</summary>
    public UnconfirmedRules Unconfirmed { get; init; } = UnconfirmedRules.Default;

    public static readonly WorkspaceDefinition Default = new("main", "Asia/Shanghai", "", null, Budgets.Unlimited, Share.None);
}

/// <summary><c>GROUP/TAG</c>.</summary>
public readonly record struct TagName(string Group, string Tag)
{
    public override string ToString() => $"{Group}/{Tag}";
}

public sealed record TagGroupDefinition(string Name, string? Title, bool Exclusive, ImmutableArray<TagDefinition> Tags);

/// <param name="When">Null: set and unset by hand, by sync or by a step.</param>
public sealed record TagDefinition(string Name, string? Title, Condition? When, Hold Hold);

/// <summary>How long a tag counts as true beyond its condition.</summary>
/// <param name="For">Only for <see cref="HoldKind.For"/>: until this long after the condition turned false.</param>
public readonly record struct Hold(HoldKind Kind, Duration For)
{
    public static readonly Hold While = new(HoldKind.While, default);
    public static readonly Hold Once = new(HoldKind.Once, default);
}

public enum HoldKind : byte { While, Once, For }

public sealed record AudienceDefinition(string Name, string? Title, Condition When);

/// <summary>What an advisor or customer reads. Text may hold <c>{{attribute}}</c> variables.</summary>
/// <param name="Text">At most 4,000 bytes of UTF-8 before variables are filled.</param>
/// <param name="Link">An optional link card.</param>
public sealed record MaterialDefinition(string Name, string? Title, string Text, LinkCard? Link);

/// <param name="Title">At most 128 bytes.</param>
/// <param name="Description">At most 512 bytes.</param>
public sealed record LinkCard(string Title, string Url, string? Description, string? PictureUrl);
