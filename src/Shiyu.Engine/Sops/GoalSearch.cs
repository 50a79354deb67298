using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Finds when a run's goal was met that the run itself no longer waited for, because its last step was done.</summary>
internal static class GoalSearch
{
    /// <param name="later">Events folded after the run's entry, in order of arrival.</param>
    /// <returns>The first of their instants at which the goal holds; attributes, tags and contacts are read as they stand now.</returns>
    public static Instant? FirstMet(Plan plan, CustomerState state, string sopName, IEnumerable<EventFact> later)
    {
        if (plan.SopNamed(sopName) is not { Goal: { } goal } sop) return null;
        var asking = Folding.AskingOf(plan, state, Instant.Min);
        var events = asking.RunAccumulators = sop.RunEvents.NewStates();
        try
        {
            foreach (var fact in later)
            {
                if (fact.OccurredAt > asking.Now) asking.Now = fact.OccurredAt;
                sop.RunEvents.Absorb(events, fact, asking.Now);
                if (goal.IsTrue(asking)) return asking.Now;
            }
            return null;
        }
        finally
        {
            asking.RunAccumulators = null;
        }
    }
}
