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
        survivor.Sent = SentMessage.Merge(survivor.Sent.ToArray(), loser.Sent.ToArray());
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
        survivor.Held = survivor.Held.ToArray().Concat(loser.Held.ToArray()).GroupBy(held => held.Tag)
            .Select(both => both.MinBy(held => held.Since)).OrderBy(held => held.Tag).ToArray();
        survivor.Holds = survivor.Holds.ToArray().Concat(loser.Holds.ToArray()).GroupBy(hold => hold.Tag)
            .Select(both => both.MaxBy(hold => hold.Until)).ToArray();
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
            var theirSop = plan.Of(theirs.Sop, run);
            // From here on the surviving id decides who is held out.
            run.HeldOut = theirSop.HoldsOut(plan.Definitions.Workspace, survivor.Key);
            if (ours.Going is not { } own)
            {
                ours.Going = run;
                continue;
            }
            var (stays, goes) = run.StartedAt < own.StartedAt ? (run, own) : (own, run);
            SkipWhatWasDone(plan, theirs.Sop, stays, goes);
            ours.Going = stays;
            effects.Add(Effect.RunEnded.Of(now, plan.Of(theirs.Sop, goes), goes, EndReason.Withdrawn, cause));
        }
    }

    /// <summary>Nothing already sent is sent again: the run that stays goes on after the last step that either has done.</summary>
    private static void SkipWhatWasDone(Plan plan, int index, Run stays, Run goes)
    {
        var (sop, theirs) = (plan.Of(index, stays), plan.Of(index, goes));
        // The two may go by different versions, so that only the ids of steps tell what is done.
        var done = theirs.Steps.Take(goes.NextStep).Select(step => step.Id).Union(goes.Behind).ToList();
        var next = stays.NextStep;
        foreach (var step in theirs.Steps.Take(goes.NextStep)) next = Math.Max(next, sop.IndexOf(step.Id) + 1);
        stays.Behind = [.. done.Union(stays.Behind).Where(step => sop.IndexOf(step) is var at && (at < 0 || at >= next)).Order(StringComparer.Ordinal)];
        next = stays.Onward(sop, next);
        if (next <= stays.NextStep) return;
        stays.NextStep = next;
        stays.ReachedAt = goes.ReachedAt;
        stays.WaitingSince = stays.DeferredUntil = null;
        stays.WaitMet = false;
        if (next < sop.Steps.Length) stays.DueAt = plan.Times.DueAt(sop.Steps[next].Definition, stays.AnchorAt, stays.ReachedAt);
    }
}
