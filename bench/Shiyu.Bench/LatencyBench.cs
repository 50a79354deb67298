using System.Diagnostics;
using System.Text;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.Bench;

/// <summary>From an event's arrival at the intake to its message in the durable outbox, at a steady rate, each event a message.</summary>
internal static class LatencyBench
{
    public static async Task<int> RunAsync(int rate, int seconds, string folder, CancellationToken stop)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"shiyu-bench-{Environment.ProcessId}"));
        try
        {
            await using var runtime = await ShiyuRuntime.OpenAsync(
                new RuntimeOptions { DataFolder = data.FullName, Clock = last => BusinessClock.Real(TimeProvider.System, last) }, stop);
            var applied = await runtime.ApplyAsync(new Dictionary<string, byte[]>(BenchDefinitions.Files)
            {
                ["sop-now.yaml"] = Encoding.UTF8.GetBytes("sop: now\ntrigger: { event: order.paid }\nsteps:\n  - { id: thanks, send: direct, material: thanks }\n"),
            });
            if (!applied.Applied) throw new InvalidOperationException(string.Join('\n', applied.Refusals));

            var total = rate * seconds;
            var sentAt = new long[total + 1];
            var took = new double[total];
            var seen = 0;
            var watching = Task.Run(() => WatchAsync(runtime, sentAt, took, () => ++seen, total, stop), stop);
            var clock = Stopwatch.StartNew();
            for (var i = 1; i <= total; i++)
            {
                // Steady: the i-th event leaves at its own time, however long the one before took.
                while (clock.Elapsed.TotalSeconds < (double)i / rate) await Task.Delay(1, stop);
                sentAt[i] = Stopwatch.GetTimestamp();
                _ = runtime.AcceptAsync(new IntakeBatch("bench", [new IncomingEvent
                {
                    Id = $"l{i}", Name = "order.paid", Identities = [new Identity(IdentityKind.UserId, $"u{i}")],
                    Payload = "{}"u8.ToArray(), Properties = (0, 2),
                }]));
            }
            await watching;
            Array.Sort(took);
            Console.WriteLine($"arrival to intent in the outbox at {rate:N0} events/s over {seconds} s: p50 {took[total / 2]:F1} ms, p99 {took[total * 99 / 100]:F1} ms, max {took[^1]:F1} ms");
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Reads the outbox as a dispatcher does, as soon as something is planned.</summary>
    private static async Task WatchAsync(ShiyuRuntime runtime, long[] sentAt, double[] took, Func<int> count, int total, CancellationToken stop)
    {
        long after = 0;
        for (var seen = 0; seen < total;)
        {
            await runtime.Deliveries.WaitForPlannedAsync(stop);
            while (true)
            {
                var page = runtime.Deliveries.Find(new DeliveryQuery(Sop: "now", After: after, Limit: 500));
                var now = Stopwatch.GetTimestamp();
                foreach (var delivery in page)
                {
                    // Customers are numbered in order of arrival.
                    seen = count();
                    took[seen - 1] = Stopwatch.GetElapsedTime(sentAt[delivery.Customer], now).TotalMilliseconds;
                    after = delivery.Sequence;
                }
                if (page.Count < 500) break;
            }
        }
    }
}
