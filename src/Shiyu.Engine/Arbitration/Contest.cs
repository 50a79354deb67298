using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Arbitration;

/// <summary>A message that is due, has passed every other check and wants this instant's slot.</summary>
/// <param name="From">The step's time; a late step that is sent: when it was reached.</param>
internal readonly record struct Contender(SopPlan Sop, Run Run, StepPlan Step, Instant From, Instant ExpiresAt)
{
    public bool IsDirect => Step.Definition.Act is StepAct.Send { Touchpoint: "direct" };
}

/// <summary>
/// One customer, one instant: the messages that are due are tried in order of class, priority and SOP name against the customer's budgets.
/// What does not go is deferred to its next slot, where it competes again, or dropped where its moment would be over by then.
/// </summary>
internal static class Contest
{
    public static void Settle(Folding folding)
    {
        var contenders = folding.Contenders;
        contenders.Sort(Rank);
        var before = folding.State.Sent;
        // The last that went: it is the one that used the slot up.
        Contender? winner = null;
        foreach (var contender in contenders)
        {
            if (Against(folding, contender, before, winner) is not var (reason, lostTo))
            {
                StepStage.Send(folding, contender);
                winner = contender;
                continue;
            }
            var slot = folding.Plan.Budget.NextSlot(folding.State.Sent, contender.Sop.Definition.Class, contender.IsDirect, folding.Now);
            if (contender.Step.Definition.Defers && slot <= contender.ExpiresAt) StepStage.Defer(folding, contender, reason, lostTo, slot);
            else StepStage.Drop(folding, contender, reason, lostTo);
        }
        contenders.Clear();
    }

    private static (StepReason Reason, string? LostTo)? Against(Folding folding, in Contender contender, SentMessage[] before, Contender? winner)
    {
        var (budget, of) = (folding.Plan.Budget, contender.Sop.Definition.Class);
        if (budget.Against(folding.State.Sent, of, contender.IsDirect, folding.Now) is not { } reason) return null;
        // It is another message of this very instant that took the slot, and not the budgets that were used up before.
        return winner is { } other && budget.Against(before, of, contender.IsDirect, folding.Now) is null
            ? (StepReason.LostTo, $"{other.Sop.Name}/{other.Step.Id}")
            : (reason, null);
    }

    private static int Rank(Contender a, Contender b)
    {
        var byClass = a.Sop.Definition.Class.CompareTo(b.Sop.Definition.Class);
        if (byClass != 0) return byClass;
        var byPriority = b.Sop.Definition.Priority.CompareTo(a.Sop.Definition.Priority);
        return byPriority != 0 ? byPriority : a.Sop.Index.CompareTo(b.Sop.Index);
    }
}
