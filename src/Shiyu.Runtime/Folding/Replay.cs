using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>
/// Folds one customer's history again, from its first fact: what was decided, when and why. The log is the truth and the engine is
/// deterministic, so decisions need not be stored to be explained.
/// </summary>
internal sealed class Replay(IStoreReader reader, PlanLibrary plans)
{
    private readonly History _history = new(reader);

    /// <summary>Everything that was seen and decided, in the order of deciding.</summary>
    public List<Replayed> Entries { get; } = [];

    /// <summary>Whose history it is.</summary>
    public long? Customer { get; private set; }

    /// <param name="last">The newest row of the customer's chain.</param>
    /// <param name="clockMs">Wake-ups before this instant are taken.</param>
    /// <param name="definitions">The log position of the definitions in force at the end.</param>
    /// <returns>The state and the definitions that it belongs to; null for a customer without facts.</returns>
    public (CustomerState State, PlanVersion Plan)? Run(long customer, long last, long clockMs, long definitions)
    {
        Customer = customer;
        var folded = Fold(customer, last, out var state, out var version, out var through);
        if (!folded) return null;
        Redefine(ref version, definitions, state!, through);
        Step(effects => CustomerFold.Wake(version!.Plan, state!, new Instant(clockMs - 1), effects));
        return (state!, version!);
    }

    private bool Fold(long customer, long last, out CustomerState? state, out PlanVersion? version, out long through)
    {
        state = null;
        version = null;
        through = 0;
        foreach (var row in _history.OwnRows(last))
        {
            var now = new Instant(row.DecidedAtMs);
            if (state is null)
            {
                if (LogBody.KindOf(row) == LogKind.Closing) break;
                state = new CustomerState(CustomerNumber.ToText(customer));
                version = plans.AtOrBefore(row.Position);
            }
            else
            {
                Redefine(ref version, row.Position, state, through);
            }
            var (plan, folding) = (version!.Plan, state);
            // The engine takes wake-ups before a fact by itself, but they belong before the fact's own line.
            Step(effects => CustomerFold.Wake(plan, folding, new Instant(now.UnixMs - 1), effects));
            switch (LogBody.KindOf(row))
            {
                case LogKind.Event:
                    var logged = LogBody.ReadEvent(row);
                    Entries.Add(new Replayed(logged, null, null));
                    Step(effects => CustomerFold.Fold(plan, folding, logged.Fact, now, effects));
                    break;
                case LogKind.Merge:
                    var (loser, loserLast, cause) = LogBody.ReadLink(row);
                    var merged = Fold(loser, loserLast, out var loserState, out _, out _);
                    Entries.Add(new Replayed(null, null, (loser, now)));
                    if (merged)
                        Step(effects => CustomerFold.Merge(plan, folding, loserState!, _history.Events(row.Position), Cause.Event(cause), now, effects));
                    break;
                case LogKind.Closing or LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                    break;
            }
            through = row.Position;
        }
        return state is not null;
    }

    /// <summary>Applies, one after another, the definitions and pauses that came between the state's and a position.</summary>
    private void Redefine(ref PlanVersion? version, long position, CustomerState state, long through)
    {
        foreach (var next in plans.All)
        {
            if (next.Position <= version!.Position || next.Position > position) continue;
            var (before, now) = (version, new Instant(next.AtMs));
            Step(effects => CustomerFold.Wake(before.Plan, state, new Instant(next.AtMs - 1), effects));
            Step(effects => next.TakeOver(before, state, () => _history.Events(through), now, effects));
            version = next;
        }
    }

    private void Step(Action<List<Effect>> verb)
    {
        var effects = new List<Effect>();
        verb(effects);
        foreach (var effect in effects) Entries.Add(new Replayed(null, effect, null));
    }
}

/// <summary>One line of a replay: an event, a decision, or a merge with another customer.</summary>
internal sealed record Replayed(LoggedEvent? Event, Effect? Effect, (long Loser, Instant At)? Merge);
