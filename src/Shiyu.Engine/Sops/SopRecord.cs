using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>What is known of one customer and one SOP: the run going on, and the last one's end.</summary>
internal sealed class SopRecord
{
    /// <summary>The SOP's index in the plan.</summary>
    public required int Sop { get; set; }

    public Run? Going { get; set; }

    /// <summary>The last entry's instant, and how many entries that instant has had before.</summary>
    public Instant LastEntry { get; set; } = Instant.Min;
    public int LastNumber { get; set; }

    /// <summary>The run that ended last; null when none has.</summary>
    public EndedRun? LastEnded { get; set; }
}

/// <param name="At">The re-entry gap counts from here.</param>
/// <param name="Version">The version of the SOP that it went by at its end.</param>
public sealed record EndedRun(RunId Run, Instant At, EndReason Reason, int Version);
