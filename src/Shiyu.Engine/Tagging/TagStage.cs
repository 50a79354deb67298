using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tagging;

/// <summary>Asks the rules that may have changed, group after group in dependency order, and moves the tags.</summary>
internal static class TagStage
{
    public static void Run(Folding folding)
    {
        folding.Entered.Clear();
        folding.Joined.Clear();
        if (folding.Dirty.IsEmpty) return;

        var plan = folding.Plan;
        foreach (var group in plan.Groups)
        {
            var rule = folding.Dirty.Next(group.First);
            if (rule < 0) break;
            if (rule >= group.First + group.Count) continue;
            for (; rule >= 0 && rule < group.First + group.Count; rule = folding.Dirty.Next(rule + 1)) Ask(folding, plan.Tags[rule]);
            Move(folding, group);
        }
        foreach (var audience in plan.Audiences)
            if (folding.Dirty[audience.Rule] && Answer(folding, audience.Rule, audience.When) is (false, true)) folding.Joined.Add(audience.Rule);
        folding.Dirty.Clear();

        // Leaves come before enters: an exclusive group must never hold two tags, not even between two lines of a rehearsal.
        foreach (var tag in folding.Leaves) folding.Emit(new Effect.TagLeft(folding.Now, plan.Tags[tag].Name, folding.Cause));
        foreach (var tag in folding.Enters) folding.Emit(new Effect.TagEntered(folding.Now, plan.Tags[tag].Name, folding.Cause));
        folding.Leaves.Clear();
        folding.Enters.Clear();
    }

    private static (bool Before, bool After) Answer(Folding folding, int rule, CompiledCondition when)
    {
        var state = folding.State;
        var before = state.Truth(rule);
        var after = when.Ask(folding.Asking, out var change);
        state.SetTruth(rule, after, folding.Plan.RuleCount);
        state.SetChange(rule, change);
        return (before, after);
    }

    /// <summary>Asks a tag's rule; its hold runs from the condition, whether or not an earlier tag hides it.</summary>
    private static void Ask(Folding folding, TagPlan tag)
    {
        if (tag.When is null) return;
        var (before, after) = Answer(folding, tag.Index, tag.When);
        var state = folding.State;
        switch (tag.Hold.Kind)
        {
            case HoldKind.While:
                break;
            case HoldKind.Once:
                if (after && !Stands(state, tag.Index)) state.Holds.Add(new HoldEntry(tag.Index, Instant.Max));
                break;
            case HoldKind.For:
                MoveHold(folding, tag, before, after);
                break;
        }
    }

    private static void MoveHold(Folding folding, TagPlan tag, bool before, bool after)
    {
        ref var holds = ref folding.State.Holds;
        var isOver = after;
        foreach (var hold in holds) isOver |= hold.Tag == tag.Index && hold.Until <= folding.Now;
        for (var i = holds.Length - 1; isOver && i >= 0; i--)
            if (holds[i].Tag == tag.Index) holds.Remove(i);
        // A hold of no length is over at the instant at which it would begin.
        if (before && !after && tag.Hold.For.Ms > 0) holds.Add(new HoldEntry(tag.Index, folding.Now + tag.Hold.For));
    }

    private static bool Stands(CustomerState state, int tag)
    {
        foreach (var hold in state.Holds)
            if (hold.Tag == tag) return true;
        return false;
    }

    private static void Move(Folding folding, GroupPlan group)
    {
        var (plan, state) = (folding.Plan, folding.State);
        var taken = false;
        // Both the group's tags and those that are held come in order.
        var place = 0;
        while (place < state.Held.Length && state.Held[place].Tag < group.First) place++;
        for (var index = group.First; index < group.First + group.Count; index++)
        {
            var tag = plan.Tags[index];
            var counts = tag.When is null
                ? HandSetting.IsSet(state, group, index)
                : state.Truth(index) || Stands(state, index);
            var holds = counts && !(group.Exclusive && taken);
            taken |= counts;
            var held = place < state.Held.Length && state.Held[place].Tag == index;
            if (holds == held)
            {
                if (held) place++;
                continue;
            }

            if (holds)
            {
                state.Held.Insert(place++, new HeldEntry(index, folding.Now, folding.Cause));
                folding.Enters.Add(index);
                folding.Entered.Add(index);
            }
            else
            {
                state.Held.Remove(place);
                folding.Leaves.Add(index);
            }
            folding.TagsChanged = true;
            folding.Dirty.AddAll(tag.Readers);
        }
    }
}
