using System.Diagnostics;
using Shiyu.Store;

namespace Shiyu.Bench;

/// <summary>Wake-ups: many due at one instant, from the clock's stroke until each has its message in the durable outbox; and many asleep, which cost nothing.</summary>
internal static class WakeBench
{
    private const string Tomorrow = "sop: tomorrow\ntrigger: { event: asked }\nsteps:\n  - { id: nudge, at: day 1 20:00, send: direct, material: nudge }\n";
    private const string NextYear = "sop: next-year\ntrigger: { event: asked }\nsteps:\n  - { id: nudge, at: +365d, send: direct, material: nudge }\n";

    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));

    public static async Task<int> RunAsync(int due, int sleeping, int seconds, string folder, CancellationToken stop)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"shiyu-bench-{Environment.ProcessId}"));
        try
        {
            await DueAsync(due, Path.Combine(data.FullName, "due"), stop);
            await SleepingAsync(sleeping, seconds, data.FullName, stop);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task DueAsync(int due, string folder, CancellationToken stop)
    {
        var clock = new StepClock(s_start);
        await using var runtime = await BenchRuntime.OpenAsync(folder, clock, stop);
        await BenchRuntime.ApplyAsync(runtime, ("tomorrow.yaml", Tomorrow));
        await BenchRuntime.EachAsync(runtime, "asked", due);

        var cpuBefore = Environment.CpuUsage.TotalTime;
        var took = Stopwatch.StartNew();
        clock.Set(s_start.AddHours(34).AddMilliseconds(1));
        // The fold takes what is due before it answers; the writer takes things in order, so that once this is written, so is what the fold handed out.
        await runtime.OverviewAsync();
        await runtime.PutDocumentsAsync([]);
        took.Stop();
        var cpu = Environment.CpuUsage.TotalTime - cpuBefore;

        var planned = 0;
        for (long after = 0; runtime.Deliveries.Find(new DeliveryQuery(DeliveryState.Planned, Sop: "tomorrow", After: after, Limit: 500)) is { Count: > 0 } page; after = page[^1].Sequence)
            planned += page.Count;
        if (planned != due) throw new InvalidOperationException($"{planned} of {due} messages are in the outbox.");
        var direct = RawBaseline.Run(folder, due, due, [new LogRow(0, 1, 1, 1, 0, 0, 0, new byte[200])]);
        Console.WriteLine(
            $"due at once: {due:N0} wake-ups decided and in the outbox in {took.Elapsed.TotalSeconds:F2} s ({due / took.Elapsed.TotalSeconds:N0}/s, {cpu.TotalSeconds:F2} s of processor time); "
            + $"bare inserts of as many rows {direct:N0}/s, ratio {due / took.Elapsed.TotalSeconds / direct:F2}");
    }

    private static async Task SleepingAsync(int sleeping, int seconds, string folder, CancellationToken stop)
    {
        var none = await IdleAsync(0, seconds, Path.Combine(folder, "none"), stop);
        var many = await IdleAsync(sleeping, seconds, Path.Combine(folder, "asleep"), stop);
        Console.WriteLine(
            $"asleep: {sleeping:N0} wake-ups cost {many.CpuMs / seconds:F2} ms of processor time a second over {seconds} s, none cost {none.CpuMs / seconds:F2} ms; "
            + $"memory {(many.Bytes - none.Bytes) / Math.Max(1, sleeping):N0} bytes a customer, {many.Bytes / 1048576.0:N0} MB in all");
    }

    private static async Task<(double CpuMs, long Bytes)> IdleAsync(int sleeping, int seconds, string folder, CancellationToken stop)
    {
        await using (var feeding = await BenchRuntime.OpenAsync(folder, TimeProvider.System, stop))
        {
            await BenchRuntime.ApplyAsync(feeding, ("next-year.yaml", NextYear));
            await BenchRuntime.EachAsync(feeding, "asked", sleeping);
        }
        // Started anew, it has nothing left to write: what it costs now is sleeping alone.
        await using var runtime = await BenchRuntime.OpenAsync(folder, TimeProvider.System, stop);
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        var before = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
        return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, bytes);
    }
}
