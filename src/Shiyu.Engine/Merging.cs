using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>Makes one customer's state the fold of two histories.</summary>
internal static class Merging
{
    public static void Join(
        Plan plan, CustomerState survivor, CustomerState loser, IEnumerable<EventFact> history, Cause cause, Instant now, List<Effect> effects)
    {
        survivor.Now = now;
        survivor.Exists |= loser.Exists;
        survivor.LastArrival = Math.Max(survivor.LastArrival, loser.LastArrival);
        survivor.HandOrder = Math.Max(survivor.HandOrder, loser.HandOrder);
        survivor.Attributes.Merge(loser.Attributes);
        if (loser.OwnContacts is { } theirs) (survivor.OwnContacts ??= new ContactTable()).Merge(theirs);
        foreach (var fact in loser.Waiting) survivor.Wait(fact);
        survivor.Sent = SentMessage.Merge(survivor.Sent, loser.Sent);
        JoinTags(plan, survivor, loser);
        JoinRuns(plan, survivor, loser, cause, now, effects);
        Redefinition.Refill(plan, survivor, history, now);

        var folding = Folding.Of(plan, survivor, effects);
        folding.Begin(now, cause, null);
        if (survivor.Exists) folding.Dirty.Fill(plan.RuleCount);
        folding.SettleTagsAndEnds();
    }

    private static void JoinTags(Plan plan, CustomerState survivor, CustomerState loser)
    {
        // What either held is held and was entered already: it can only leave now, or stay since the earlier of both.
        survivor.Held = [.. survivor.Held.Concat(loser.Held).GroupBy(held => held.Tag)
            .Select(both => both.MinBy(held => held.Since)).OrderBy(held => held.Tag)];
        survivor.Holds = [.. survivor.Holds.Concat(loser.Holds).GroupBy(hold => hold.Tag).Select(both => both.MaxBy(hold => hold.Until))];
        survivor.ByHand = [.. survivor.ByHand.Concat(loser.ByHand).GroupBy(entry => entry.Tag)
            .Select(both => both.Aggregate(HandSetting.Merge))];
        for (var rule = 0; rule < plan.RuleCount; rule++)
            if (loser.Truth(rule)) survivor.SetTruth(rule, true, plan.RuleCount);
    }

    private static void JoinRuns(Plan plan, CustomerState survivor, CustomerState loser, Cause cause, Instant now, List<Effect> effects)
    {
        foreach (var theirs in loser.Sops)
        {
            var ours = survivor.RecordOrNew(theirs.Sop);
            if (theirs.LastEntry > ours.LastEntry) (ours.LastEntry, ours.LastNumber) = (theirs.LastEntry, theirs.LastNumber);
            if (theirs.LastEnded is { } ended && !(ours.LastEnded?.At >= ended.At)) ours.LastEnded = ended;
            if (theirs.Going is not { } run) continue;
            // From here on the surviving id decides who is held out.
            run.HeldOut = plan.Sops[theirs.Sop].HoldsOut(plan.Definitions.Workspace, survivor.Key);
            if (ours.Going is not { } own)
            {
                ours.Going = run;
                continue;
            }
            var (stays, goes) = run.StartedAt < own.StartedAt ? (run, own) : (own, run);
            SkipWhatWasDone(plan, plan.Sops[theirs.Sop], stays, goes);
            ours.Going = stays;
            effects.Add(Effect.RunEnded.Of(now, plan.Sops[theirs.Sop], goes, EndReason.Withdrawn, cause));
        }
    }

    /// <summary>Nothing already sent is sent again: the run that stays goes on after the last step that either has done.</summary>
    private static void SkipWhatWasDone(Plan plan, SopPlan sop, Run stays, Run goes)
    {
        if (goes.NextStep <= stays.NextStep) return;
        stays.NextStep = goes.NextStep;
        stays.ReachedAt = goes.ReachedAt;
        stays.WaitingSince = stays.DeferredUntil = null;
        stays.WaitMet = false;
        if (stays.NextStep < sop.Steps.Length)
            stays.DueAt = plan.Times.DueAt(sop.Steps[stays.NextStep].Definition, stays.AnchorAt, stays.ReachedAt);
    }
}
