using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>What the fold hands to the writer: deliveries, counts and the cursor, or a chunk of a checkpoint; one transaction.</summary>
/// <param name="Folded">Events whose decisions these are.</param>
/// <param name="Places">Which those events took in the intake queue (a refold's took none).</param>
internal sealed record FoldOutput(
    List<Delivery> Deliveries, List<CounterDelta> Counters, List<StoredState> States, FoldCursor Cursor, long Folded, long Places);

internal sealed class FoldOutputWork(FoldOutput output, IntakeLedger ledger, Action<List<Delivery>> planned) : WriterWork
{
    public override int Weight => 1 + output.Deliveries.Count + output.States.Count;

    public override void Apply(WriterCycle cycle)
    {
        cycle.Commit.NewDeliveries.AddRange(output.Deliveries);
        cycle.Commit.Counters.AddRange(output.Counters);
        cycle.Commit.States.AddRange(output.States);
        cycle.Commit.Cursor = output.Cursor;
    }

    public override void Committed()
    {
        if (output.Folded > 0) ledger.Folded(output.Folded, output.Places);
        if (output.Deliveries.Count > 0) planned(output.Deliveries);
    }

    // The writer has reported the error already; the process is about to stop.
    public override void Failed(Exception error) { }
}
