using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

internal sealed class NaiveRun(SopDefinition sop, Instant startedAt)
{
    public SopDefinition Sop { get; } = sop;
    public Instant StartedAt { get; } = startedAt;

    /// <summary>Events folded since the entry.</summary>
    public List<EventFact> Seen { get; } = [];
    public int Next { get; set; }
    public Instant ReachedAt { get; set; } = startedAt;
}
