using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Sops;

/// <summary>One SOP of the plan; its index is its place in order of name.</summary>
internal sealed class SopPlan
{
    public required int Index { get; init; }
    public required SopDefinition Definition { get; init; }

    /// <summary>The tag whose entering triggers it, or -1.</summary>
    public required int TriggerTag { get; init; }

    /// <summary>The rule of the audience whose joining triggers it, or -1.</summary>
    public required int TriggerRule { get; init; }

    /// <summary>The event that triggers it, or null.</summary>
    public required CompiledPattern? TriggerEvent { get; init; }

    public required CompiledCondition? When { get; init; }
    public required CompiledCondition? Goal { get; init; }
    public required CompiledCondition? Exit { get; init; }

    /// <summary>What goal and exit count: per run, events folded after the one that caused the entry.</summary>
    public required AccumulatorSet RunEvents { get; init; }

    /// <summary>Whether goal or exit read attributes, contacts or tags.</summary>
    public required bool ReadsAttributes { get; init; }
    public required bool ReadsContacts { get; init; }
    public required bool ReadsTags { get; init; }

    public required ImmutableArray<StepPlan> Steps { get; init; }

    public string Name => Definition.Name;

    /// <summary>Whether leaving the trigger's tag or audience ends the run.</summary>
    public bool Stays => Definition.Stay && (TriggerTag >= 0 || TriggerRule >= 0);

    public int IndexOf(string step)
    {
        for (var i = 0; i < Steps.Length; i++)
            if (Steps[i].Definition.Id == step) return i;
        return -1;
    }
}

/// <param name="Tag">The tag that a <c>tag:</c> or <c>untag:</c> step names, or -1.</param>
internal sealed record StepPlan(StepDefinition Definition, CompiledCondition? When, int Tag);
