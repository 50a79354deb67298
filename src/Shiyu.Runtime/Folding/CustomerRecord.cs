using System.Buffers;
using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>One customer as the fold holds it: the engine's state and what the shell must know beside it.</summary>
internal sealed class CustomerRecord(long id)
{
    private const byte FormatVersion = 1;

    public long Id { get; } = id;

    /// <summary>Null before the first fact, and for a customer long merged into another.</summary>
    public CustomerState? State { get; set; }

    /// <summary>The newest fact in the state.</summary>
    public long FoldedThrough { get; set; }

    /// <summary>The log position of the definitions that the state belongs to; 0 for none.</summary>
    public long PlanPosition { get; set; }

    /// <summary>The customer that this one was merged into; 0 while it lives.</summary>
    public long ClosedInto { get; set; }

    public long LastEventAtMs { get; set; }

    /// <summary>The earliest instant at which the wake queue holds this customer; <see cref="long.MaxValue"/> when it does not.</summary>
    public long QueuedAtMs { get; set; } = long.MaxValue;

    /// <summary>Changed since it was last written.</summary>
    public bool Dirty { get; set; }

    public bool IsLive => State is not null && ClosedInto == 0;

    public StoredState ToStored(Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new StateWriter(buffer);
        writer.Byte(FormatVersion);
        writer.Int(PlanPosition);
        writer.Int(ClosedInto);
        writer.Int(LastEventAtMs);
        State!.Write(plan, buffer);
        return new StoredState(CustomerNumber.ShardOf(Id), ShiyuRuntime.Workspace, Id, FoldedThrough, buffer.WrittenMemory);
    }

    /// <param name="planAt">The plan of the definitions at a log position.</param>
    public static CustomerRecord FromStored(StoredState stored, Func<long, Plan> planAt)
    {
        var reader = new StateReader(stored.Body.Span);
        var version = reader.Byte();
        if (version != FormatVersion)
            throw new StoreException($"Customer {CustomerNumber.ToText(stored.Customer)}'s state has format {version}; this program reads {FormatVersion}.");
        var planPosition = reader.Int();
        var closedInto = reader.Int();
        var lastEventAtMs = reader.Int();
        return new CustomerRecord(stored.Customer)
        {
            PlanPosition = planPosition,
            ClosedInto = closedInto,
            LastEventAtMs = lastEventAtMs,
            FoldedThrough = stored.FoldedThrough,
            State = CustomerState.Read(planAt(planPosition), CustomerNumber.ToText(stored.Customer), stored.Body.Span[^reader.Remaining..]),
        };
    }
}
