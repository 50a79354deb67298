using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;

namespace Shiyu.Runtime.Existing;

/// <summary>Finds those who would enter an SOP if they were let in now.</summary>
internal sealed class ExistingCustomers(FoldLoop fold, PlanLibrary plans)
{
    // So many are looked at before the fold goes on.
    private const int SliceCustomers = 5_000;

    /// <summary>Whether existing customers of an SOP are anybody in particular.</summary>
    public static bool AreMeant(SopDefinition sop) =>
        sop.Trigger is SopTrigger.EntersTag or SopTrigger.JoinsAudience || (sop.Trigger is not SopTrigger.OnDate && sop.When is not null);

    /// <returns>Those who would enter, in ascending order; and how many of the others in the trigger would not, by reason.</returns>
    public async Task<(List<long> Customers, SortedDictionary<string, long> Refused)> FindAsync(string sop)
    {
        var customers = new List<long>();
        var refused = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var from = 0; await fold.AskAsync(() => Look(sop, ref from, customers, refused));) { }
        return (customers, refused);
    }

    private bool Look(string sop, ref int from, List<long> customers, SortedDictionary<string, long> refused)
    {
        var plan = plans.Newest.Plan;
        // Definitions without it came meanwhile.
        if (plan.Definitions.Sops.All(known => known.Name != sop)) return false;
        var now = new Instant(fold.ClockMs);
        for (var end = Math.Min(fold.Records.Count, from + SliceCustomers); from < end; from++)
        {
            if (fold.Records[from] is not { IsLive: true } record) continue;
            var why = CustomerFold.WhyNotLetIn(plan, record.State!, sop, now);
            if (why is null) customers.Add(record.Id);
            else if (why != ForgottenReason.LeftTrigger) refused[Words.Of(why.Value)] = refused.GetValueOrDefault(Words.Of(why.Value)) + 1;
        }
        return from < fold.Records.Count;
    }
}
