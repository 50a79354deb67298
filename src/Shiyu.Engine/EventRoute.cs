namespace Shiyu.Engine;

/// <summary>What an event of one name can touch; a name without a route changes no condition.</summary>
internal sealed class EventRoute
{
    /// <summary>Rules whose accumulators it feeds.</summary>
    public required Marks Rules { get; init; }

    /// <summary>SOPs that it may trigger.</summary>
    public required Marks Triggers { get; init; }

    /// <summary>SOPs whose goal or exit it feeds.</summary>
    public required Marks GoalsAndExits { get; init; }

    /// <summary>SOPs with a step that waits for it.</summary>
    public required Marks Waits { get; init; }
}
