using Shiyu.Engine;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Rehearsing.Reporting;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>Adds decisions up to a report, and prints those of the stretch.</summary>
/// <param name="lines">Null: nothing is printed.</param>
internal sealed class DecisionListener(ReportBuilder report, ReportScope scope, DecisionWriter? lines) : IDecisionListener
{
    public void Decided(RehearsedCustomer customer, Effect effect)
    {
        report.Take(customer, effect);
        if (lines is not null && effect.At >= scope.From && effect.At < scope.To) lines.Write(customer.Name, effect);
    }

    public void Redefined(Plan plan) => report.Plan = plan;
}
