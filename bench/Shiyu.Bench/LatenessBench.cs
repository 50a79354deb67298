using System.Collections.Concurrent;
using System.Diagnostics;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Bench;

/// <summary>
/// How late a tag is that time alone changes: from its instant to the intent, in the durable outbox, of the SOP that it triggers. Beside it what none of it can be faster than: a bare timer, and
/// the disk, which a decision waits for twice or thrice (the commit under way when its instant comes, and its own).
/// </summary>
internal static class LatenessBench
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(int rate, int seconds, string folder, CancellationToken stop)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"shiyu-bench-{Environment.ProcessId}"));
        try
        {
            await using var runtime = await BenchRuntime.OpenAsync(data.FullName, TimeProvider.System, stop);
            await BenchRuntime.ApplyAsync(
                runtime,
                ("silent.yaml", "{ group: silence, kind: multi, tags: [ { tag: silent, when: { all: [ { event: seen }, { not: { event: seen, within: 2s } } ] } } ] }"),
                ("silent-sop.yaml", "{ sop: silent, trigger: { tag: silence/silent }, steps: [ { id: back, send: direct, material: nudge } ] }"));

            var total = rate * seconds;
            var timers = new ConcurrentBag<double>();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var syncing = Task.Factory.StartNew(() => Syncs(Path.Combine(data.FullName, "bare"), over.Token), TaskCreationOptions.LongRunning);
            var watching = Task.Run(() => WatchAsync(runtime, total, stop), stop);
            var waiting = new List<Task>(total);
            var start = DateTimeOffset.UtcNow;
            for (var i = 1; i <= total; i++)
            {
                while (DateTimeOffset.UtcNow - start < TimeSpan.FromSeconds((double)i / rate)) await Task.Delay(1, stop);
                var due = DateTimeOffset.UtcNow + s_window;
                waiting.Add(TimerAsync(due, timers, stop));
                _ = runtime.AcceptAsync(new IntakeBatch("bench", [new IncomingEvent
                {
                    Id = $"l{i}", Name = "seen", Identities = [new Identity(IdentityKind.UserId, $"u{i}")], Payload = "{}"u8.ToArray(), Properties = (0, 2),
                }]));
            }
            var late = await watching;
            await Task.WhenAll(waiting);
            await over.CancelAsync();
            var syncs = await syncing;
            double[] bare = [.. timers];
            Array.Sort(bare);
            Array.Sort(late);
            Console.WriteLine(
                $"lateness of a tag that time changes, {rate:N0}/s over {seconds} s, to its intent in the outbox: p50 {late[total / 2]:F1} ms, p99 {late[total * 99 / 100]:F1} ms, max {late[^1]:F1} ms; "
                + $"of a bare timer: p50 {bare[total / 2]:F1} ms, p99 {bare[total * 99 / 100]:F1} ms; ratio of p99 {late[total * 99 / 100] / bare[total * 99 / 100]:F1}; "
                + $"of a bare write to the disk: p50 {syncs[syncs.Length / 2]:F1} ms, p99 {syncs[syncs.Length * 99 / 100]:F1} ms");
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task TimerAsync(DateTimeOffset due, ConcurrentBag<double> late, CancellationToken stop)
    {
        await Task.Delay(due - DateTimeOffset.UtcNow, stop);
        late.Add((DateTimeOffset.UtcNow - due).TotalMilliseconds);
    }

    /// <summary>How long a small write takes until it is durable, again and again.</summary>
    private static double[] Syncs(string path, CancellationToken over)
    {
        var took = new List<double>();
        var page = new byte[4096];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        do
        {
            var clock = Stopwatch.StartNew();
            file.Write(page);
            file.Flush(flushToDisk: true);
            took.Add(clock.Elapsed.TotalMilliseconds);
        }
        while (!over.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20)));
        took.Sort();
        return [.. took];
    }

    /// <summary>Reads the outbox as a dispatcher does, as soon as something is planned.</summary>
    private static async Task<double[]> WatchAsync(ShiyuRuntime runtime, int total, CancellationToken stop)
    {
        var late = new List<double>(total);
        for (long after = 0; late.Count < total;)
        {
            await runtime.Deliveries.WaitForPlannedAsync(stop);
            while (true)
            {
                var page = runtime.Deliveries.Find(new DeliveryQuery(Sop: "silent", After: after, Limit: 500));
                var nowMs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
                foreach (var delivery in page)
                {
                    late.Add(nowMs - delivery.PlannedAtMs);
                    after = delivery.Sequence;
                }
                if (page.Count < 500) break;
            }
        }
        return [.. late];
    }
}
