using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Backfilling;

namespace Shiyu.Runtime.Folding;

/// <summary>A durable fact on its way from the writer to the fold.</summary>
/// <param name="Event">Set for events.</param>
/// <param name="Places">Which the event still takes in the intake queue; 0 when it did not come through it.</param>
/// <param name="Other">The loser of a merge, or the survivor of a closing.</param>
/// <param name="Plan">Set when definitions were applied.</param>
/// <param name="Backfill">What was read of the history before that; null where nothing is needed, or nothing was read.</param>
internal readonly record struct FoldFact(
    Log.LogKind Kind, long Position, long Previous, long Customer, EventFact? Event, long Other, string? CauseEventId, Plan? Plan, int Places = 0, LogBackfill? Backfill = null);
