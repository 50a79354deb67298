namespace Shiyu.Sandbox.Town;

/// <summary>How lively the town has been since its start.</summary>
internal sealed class TownCounts
{
    public long Arrivals { get; set; }

    public long Visits { get; set; }

    public long CartsFilled { get; set; }

    public long Orders { get; set; }

    public long RepeatOrders { get; set; }

    public long CampEnrolments { get; set; }

    public long CampCheckIns { get; set; }

    public long Replies { get; set; }

    public long Deletions { get; set; }

    public long Confirmations { get; set; }
}
