using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Arbitration;

/// <summary>A message that is due, has passed every other check and wants this instant's slot.</summary>
/// <param name="From">The step's time; a late step that is sent: when it was reached.</param>
/// <param name="Arm">The place of the arm that the step's split draws for this customer; -1 without one.</param>
/// <param name="Propensity">The share with which it was drawn; null without a split.</param>
internal readonly record struct Contender(SopPlan Sop, Run Run, StepPlan Step, Instant From, Instant ExpiresAt, int Arm, Share? Propensity)
{
    /// <summary>What it is expected to be worth; null where that is not known, or nobody else wants the slot.</summary>
    public MessageValue? Value { get; init; }


    /// <summary>What would go out.</summary>
    public string Material => ((StepAct.Send)Step.Definition.Act).MaterialOf(Arm);

    public string Name => $"{Sop.Name}/{Step.Id}";

    public bool IsDirect => Step.Definition.Act is StepAct.Send { Touchpoint: "direct" };
}

/// <summary>
/// One customer, one instant: the messages that are due are tried in order of class, then value, priority and SOP name against the customer's budgets.
/// Value has a say within a class where enough is known of every message of it; otherwise a message would be compared by what nobody knows.
/// What does not go is deferred to its next slot, where it competes again, or dropped where its moment would be over by then.
/// </summary>
internal static class Contest
{
    public static void Settle(Folding folding)
    {
        var contenders = folding.Contenders;
        var order = default(ContestOrder);
        if (contenders.Count > 1)
        {
            order = Appraise(folding, contenders);
            contenders.Sort(order);
        }
        var verdicts = folding.Verdicts;
        verdicts.Clear();
        SentMessage[] before = contenders.Count > 1 ? folding.State.Sent.ToArray() : [];
        // The last that went: it is the one that used the slot up.
        Contender? winner = null;
        foreach (var contender in contenders)
        {
            var verdict = Judge(folding, contender, before, winner);
            verdicts.Add(verdict);
            if (verdict.Outcome != StepOutcome.Sent) continue;
            StepStage.Count(folding, contender);
            winner = contender;
        }
        var contest = contenders.Count > 1 ? Told(folding, order, contenders, verdicts) : null;
        for (var i = 0; i < contenders.Count; i++) StepStage.CarryOut(folding, contenders[i], verdicts[i], contest);
        contenders.Clear();
    }

    private static Verdict Judge(Folding folding, in Contender contender, SentMessage[] before, Contender? winner)
    {
        var (budget, of, direct) = (folding.Plan.Budget, contender.Sop.Definition.Class, contender.IsDirect);
        if (budget.Against(folding.State.Sent.AsSpan(), of, direct, folding.Now) is not { } reason) return Verdict.Goes;
        var slot = budget.NextSlot(folding.State.Sent.AsSpan(), of, direct, folding.Now);
        Instant? until = contender.Step.Definition.Defers && slot <= contender.ExpiresAt ? slot : null;
        var outcome = until is null ? StepOutcome.Dropped : StepOutcome.Deferred;
        // It is another message of this very instant that took the slot, and not the budgets that were used up before.
        return winner is { } other && budget.Against(before, of, direct, folding.Now) is null
            ? new Verdict(outcome, StepReason.LostTo, other.Name, until)
            : new Verdict(outcome, reason, null, until);
    }

    /// <summary>Looks every contender's value up, and says in which classes values decide.</summary>
    private static ContestOrder Appraise(Folding folding, List<Contender> contenders)
    {
        var plan = folding.Plan;
        if (plan.Definitions.Workspace.Value is not { } rules) return default;
        var segment = plan.SegmentOf(folding.State);
        byte unknown = 0;
        for (var i = 0; i < contenders.Count; i++)
        {
            var (sop, material) = (contenders[i].Sop, contenders[i].Material);
            var value = MessageValue.Of(rules, sop.Definition.Margin, plan.Values.Find(new MessageKey(sop.Name, material, segment)));
            contenders[i] = contenders[i] with { Value = value };
            if (value is null or { Thin: true }) unknown |= ContestOrder.Bit(sop.Definition.Class);
        }
        return new ContestOrder((byte)~unknown);
    }

    private static SlotContest Told(Folding folding, ContestOrder order, List<Contender> contenders, List<Verdict> verdicts)
    {
        var first = verdicts.FindIndex(verdict => verdict.Outcome == StepOutcome.Sent);
        WonBy? wonBy = first >= 0 && first + 1 < contenders.Count ? order.Why(contenders[first], contenders[first + 1]) : null;
        var looked = contenders.Exists(contender => contender.Value is not null);
        return new SlotContest(
            wonBy, folding.Plan.SegmentOf(folding.State), looked ? folding.Plan.Values.At : null,
            [.. contenders.Zip(verdicts, (contender, verdict) => new RankedContender(
                contender.Sop.Name, contender.Step.Id, contender.Material, contender.Sop.Definition.Class, contender.Sop.Definition.Priority, contender.Value,
                verdict.Outcome, verdict.Reason, verdict.LostTo, verdict.Until))]);
    }
}

/// <summary>What becomes of a contender.</summary>
internal readonly record struct Verdict(StepOutcome Outcome, StepReason? Reason, string? LostTo, Instant? Until)
{
    public static readonly Verdict Goes = new(StepOutcome.Sent, null, null, null);
}
