using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>One customer, folded live.</summary>
internal sealed class Customer(Plan plan, string key)
{
    private readonly Dictionary<RunId, int> _entries = [];
    private long _arrival;

    public CustomerState State { get; private set; } = new(key);
    public Plan Plan { get; private set; } = plan;
    public List<EventFact> History { get; } = [];
    public List<Effect> Effects { get; } = [];

    /// <summary>The events that were folded after a run's entry.</summary>
    public IEnumerable<EventFact> FoldedAfter(RunId run) => History.Skip(_entries[run]);

    /// <summary>What was decided since this was last asked.</summary>
    public string[] Told()
    {
        var told = Effects.Select(World.Told).ToArray();
        Effects.Clear();
        return told;
    }

    /// <param name="occurredAt">Null: at the time it is folded.</param>
    public Customer Fold(string now, string name, string properties = "", string attributes = "", string? occurredAt = null, long? arrival = null)
    {
        var fact = World.Fact(occurredAt ?? now, $"e{_arrival + 1}", name, properties, attributes, arrival ?? _arrival + 1);
        _arrival = fact.Arrival;
        History.Add(fact);
        CustomerFold.Fold(Plan, State, fact, World.Time(now), Effects);
        foreach (var start in Effects.OfType<Effect.RunStarted>()) _entries.TryAdd(start.Run, History.Count);
        return this;
    }

    public Customer Wake(string through)
    {
        CustomerFold.Wake(Plan, State, World.Time(through), Effects);
        return this;
    }

    public Customer Redefine(Plan after, string now)
    {
        CustomerFold.Redefine(Plan, after, State, History, World.Time(now), Effects);
        Plan = after;
        return this;
    }

    public Customer Pause(string sop, string now) => Repause(sop, new SopPause(World.Time(now), Plan.Pause(sop).DroppedAt), now);

    /// <summary>Resumes it: what became due meanwhile is sent, or dropped.</summary>
    public Customer Resume(string sop, string now, bool drop = false) =>
        Repause(sop, new SopPause(null, drop ? World.Time(now) : Plan.Pause(sop).DroppedAt), now);

    private Customer Repause(string sop, SopPause pause, string now)
    {
        var after = Plan.With(new Dictionary<string, SopPause> { [sop] = pause });
        CustomerFold.Repause(Plan, after, State, World.Time(now), Effects);
        Plan = after;
        return this;
    }

    /// <summary>Goes on under a plan that its state has been moved to.</summary>
    public Customer Under(Plan plan)
    {
        Plan = plan;
        return this;
    }

    /// <summary>As after a restart.</summary>
    public Customer WriteAndReadAgain()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        State.Write(Plan, bytes);
        State = CustomerState.Read(Plan, key, bytes.WrittenSpan);
        return this;
    }

    public Customer Merge(Customer loser, string now)
    {
        CustomerFold.Merge(
            Plan, State, loser.State, History.Concat(loser.History).OrderBy(fact => fact.Arrival), Cause.Event("merge"), World.Time(now), Effects);
        return this;
    }
}
