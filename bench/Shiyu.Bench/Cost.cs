using System.Diagnostics;

namespace Shiyu.Bench;

/// <summary>
/// What a piece of work took. Processor time counts what the collector's and the compiler's own threads do, and waits for nobody else on the machine.
/// </summary>
internal readonly record struct Cost(TimeSpan Processor, TimeSpan Wall, TimeSpan Collecting, long Allocated)
{
    public static Cost Of(Action work)
    {
        GC.Collect();
        var (processor, collecting, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
        var wall = Stopwatch.StartNew();
        work();
        return new Cost(
            Environment.CpuUsage.TotalTime - processor, wall.Elapsed, GC.GetTotalPauseDuration() - collecting, GC.GetTotalAllocatedBytes() - allocated);
    }

    /// <summary>The rate and the cost of one of so many events.</summary>
    public string Of(int events) =>
        $"{events / Processor.TotalSeconds:N0} events/s on one core ({Processor.TotalMicroseconds / events:F2} µs of processor time an event, "
        + $"{Wall.TotalMicroseconds / events:F2} µs by the clock, {Collecting.TotalMicroseconds / events:F2} µs waiting for the collector, "
        + $"{Allocated / (double)events:N0} bytes allocated)";
}
