using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Sops;

/// <summary>One step, its names resolved to places in the plan.</summary>
internal sealed class StepPlan
{
    public required StepDefinition Definition { get; init; }
    public required CompiledCondition? When { get; init; }

    /// <summary>The tag that a <c>tag:</c> or <c>untag:</c> step names, or -1; so is one that is gone.</summary>
    public int Tag { get; init; } = -1;

    /// <summary>The SOP that a <c>start:</c> step names, or -1; so is one that is gone.</summary>
    public int Starts { get; init; } = -1;

    /// <summary>What a wait waits for; null for other steps.</summary>
    public CompiledPattern? Awaited { get; init; }

    /// <summary>A branch's arms: condition and the step that it leads to; empty for other steps.</summary>
    public ImmutableArray<(CompiledCondition When, int To)> Arms { get; init; } = [];

    /// <summary>Where a wait goes on when its event came.</summary>
    public int Then { get; init; } = -1;

    /// <summary>Where a wait or branch goes on otherwise.</summary>
    public int Else { get; init; } = -1;

    public string Id => Definition.Id;

    public StepAct.Wait? Wait => Definition.Act as StepAct.Wait;
}
