using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>One version of one SOP of the plan; the index, the same for all its versions, is the SOP's place in order of name.</summary>
internal sealed class SopPlan
{
    public required int Index { get; init; }
    public required SopDefinition Definition { get; init; }

    /// <summary>Its number among the SOP's versions.</summary>
    public required int Version { get; init; }

    /// <summary>Whether it is the one in force: no other starts runs.</summary>
    public required bool InForce { get; init; }

    /// <summary>The older versions that runs may still be on, ascending; only on the newest one of the plan.</summary>
    public ImmutableArray<SopPlan> Older { get; init; } = [];

    public IEnumerable<SopPlan> Versions => Older.Append(this);

    /// <summary>The tag whose entering triggers it, or -1.</summary>
    public required int TriggerTag { get; init; }

    /// <summary>The rule of the audience whose joining triggers it, or -1.</summary>
    public required int TriggerRule { get; init; }

    /// <summary>The event that triggers it, or null.</summary>
    public required CompiledPattern? TriggerEvent { get; init; }

    /// <summary>When it takes everyone who exists; null when no date does.</summary>
    public required Instant? TakesAt { get; init; }

    /// <summary>The anchor of those whom a date takes.</summary>
    public required Instant? TakesFrom { get; init; }

    public required Anchoring Anchor { get; init; }

    public required CompiledCondition? When { get; init; }
    public required CompiledCondition? Goal { get; init; }
    public required CompiledCondition? Exit { get; init; }

    /// <summary>What goal and exit count: per run, events folded after the one that caused the entry.</summary>
    public required AccumulatorSet RunEvents { get; init; }

    public bool Counts => Goal is not null || Exit is not null;

    /// <summary>Whether goal or exit read attributes, contacts or tags.</summary>
    public required bool ReadsAttributes { get; init; }
    public required bool ReadsContacts { get; init; }
    public required bool ReadsTags { get; init; }

    public required ImmutableArray<StepPlan> Steps { get; init; }

    public string Name => Definition.Name;

    /// <summary>Every condition that it asks.</summary>
    public IEnumerable<CompiledCondition?> Conditions =>
        [When, Goal, Exit, .. Steps.Select(step => step.When), .. Steps.SelectMany(step => step.Arms.Select(arm => arm.When))];

    /// <summary>Whether leaving the trigger's tag or audience ends a run that it started.</summary>
    public bool Stays => Definition.Stay;

    /// <summary>From where a run's times count; null where there is no date, and no run starts.</summary>
    public Instant? AnchorOf(AttributeTable attributes, EventFact? cause, Instant entry) =>
        TakesAt is null ? Anchor.At(attributes, cause, entry) : TakesFrom;

    /// <summary>Whether this customer's runs go silently: by the SOP's own share or by the workspace's, which is drawn with an empty SOP name.</summary>
    public bool HoldsOut(WorkspaceDefinition workspace, string customer) =>
        IsHeldOut(workspace.Salt, Name, customer, Definition.Holdout) || IsHeldOut(workspace.Salt, "", customer, workspace.Holdout);

    private static bool IsHeldOut(string salt, string sop, string customer, Share share) =>
        share.Parts > 0 && Chance.IsBelow(Chance.Draw(salt, sop, "holdout", customer), share);

    public int IndexOf(string step)
    {
        for (var i = 0; i < Steps.Length; i++)
            if (Steps[i].Id == step) return i;
        return -1;
    }

    /// <summary>The version of this number; null where the plan holds it no more.</summary>
    public SopPlan? VersionNamed(int version)
    {
        if (version == Version) return this;
        foreach (var older in Older)
            if (older.Version == version) return older;
        return null;
    }

    /// <summary>The version that a run goes by or went by last; the one in force for a run that is forgotten, null where there is none.</summary>
    public SopPlan? VersionOf(SopRecord? record, RunId run)
    {
        var version = record?.Going is { } going && going.Id == run ? VersionNamed(going.Version)
            : record?.LastEnded is { } ended && ended.Run == run ? VersionNamed(ended.Version) : null;
        return version ?? (InForce ? this : null);
    }
}
