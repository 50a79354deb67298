using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine;

/// <summary>Moves a state to the same definitions under other pauses: runs stand still, or are walked up to now.</summary>
internal static class Pausing
{
    public static void Move(Plan before, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        // Nearly all customers are in none of its runs: nothing of theirs is touched.
        if (!state.Sops.Any(record => record.Going is not null && before.IsPaused(record.Sop) != after.IsPaused(record.Sop))) return;
        state.Now = now;
        var folding = Folding.Of(after, state, effects);
        folding.Begin(now, Cause.Definition, null);
        if (!Mark(before, after, state, now))
        {
            folding.LookAgain();
            return;
        }
        folding.DatesAreDue = state.WakeAt <= now;
        folding.Settle();
        foreach (var record in state.Sops)
            if (record.Going is { } run) run.CatchesUp = CatchUp.None;
    }

    /// <returns>Whether any run has to catch up.</returns>
    private static bool Mark(Plan before, Plan after, CustomerState state, Instant now)
    {
        var any = false;
        foreach (var record in state.Sops)
        {
            if (record.Going is not { } run || !before.IsPaused(record.Sop) || after.IsPaused(record.Sop)) continue;
            // What is due at this very instant is not what the pause kept: it has its turn with everything else of the instant.
            if (run.NextStep >= after.Of(record.Sop, run).Steps.Length || !(run.WaitMet || run.TurnAt < now)) continue;
            run.CatchesUp = before.Pauses[record.Sop].DroppedAt == after.Pauses[record.Sop].DroppedAt ? CatchUp.Send : CatchUp.Drop;
            any = true;
        }
        return any;
    }
}
