using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shiyu.Store;

namespace Shiyu.Bench;

/// <summary>
/// The whole way of an event: HTTP, parsing, the durable log, 20 tag rules and 5 SOPs; until everything is folded. Compared with inserting the
/// same rows directly on the same disk in the same run.
/// </summary>
internal static class IngestBench
{
    public sealed record Options(int Events, int Customers, int Batch, int Connections, string Folder);

    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var root = Directory.CreateDirectory(Path.Combine(options.Folder, $"shiyu-bench-{Environment.ProcessId}"));
        try
        {
            Console.Error.WriteLine($"making {options.Events:N0} events of {options.Customers:N0} customers");
            var bodies = new BenchEvents(options.Customers, options.Events, DateTimeOffset.UtcNow.AddMinutes(-1)).SegmentBodies(options.Batch);
            var rowBytes = BenchEvents.BodyBytes(bodies, options.Events);

            var before = Baseline(root.FullName, options.Events, rowBytes);
            var (rate, folded) = await SendAsync(options, bodies, Path.Combine(root.FullName, "data"), stop);
            var after = Baseline(root.FullName, options.Events, rowBytes);
            var baseline = Math.Max(before, after);
            Console.WriteLine($"baseline: {baseline:N0} rows/s ({before:N0} before, {after:N0} after), {rowBytes} bytes a body");
            Console.WriteLine($"ingest: {rate:N0} events/s until all {folded:N0} were folded, batches of {options.Batch:N0}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {rate / baseline:F2}"));
            return 0;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static double Baseline(string folder, int events, int bodyBytes)
    {
        var body = new byte[bodyBytes];
        new Random(1).NextBytes(body);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var rows = Enumerable.Range(0, 1_000).Select(i => new LogRow(i + 1, (short)(i % 64), 1, i * 97 % 100_000, i, now - i, now, body)).ToArray();
        var best = 0.0;
        foreach (var perTransaction in new[] { 1_000, 10_000 })
        {
            var rate = RawBaseline.Run(folder, events, perTransaction, rows);
            Console.Error.WriteLine($"baseline with {perTransaction:N0} rows a transaction: {rate:N0} rows/s");
            best = Math.Max(best, rate);
        }
        return best;
    }

    private static async Task<(double Rate, long Folded)> SendAsync(Options options, List<byte[]> bodies, string data, CancellationToken stop)
    {
        await using var server = await BenchServer.StartAsync(data, stop);
        await server.ApplyAsync(BenchDefinitions.Files, stop);

        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = options.Connections }) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{BenchServer.WriteKey}:")));
        Console.Error.WriteLine("sending");
        var (serverCpu, clientCpu) = (server.CpuTime, Environment.CpuUsage.TotalTime);
        var clock = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < bodies.Count; i = Interlocked.Increment(ref next))
            {
                while (true)
                {
                    using var answer = await client.PostAsync("/v1/batch", new ByteArrayContent(bodies[i]), stop);
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        await Task.Delay(20, stop);
                        continue;
                    }
                    answer.EnsureSuccessStatusCode();
                    break;
                }
            }
        }));
        var sent = clock.Elapsed;
        while (true)
        {
            var status = await server.StatusAsync(stop);
            if (status.Folded >= options.Events)
            {
                Console.Error.WriteLine($"acknowledged after {sent.TotalSeconds:F1} s, folded after {clock.Elapsed.TotalSeconds:F1} s");
                Console.Error.WriteLine(
                    $"processor time an event: server {(server.CpuTime - serverCpu).TotalMicroseconds / options.Events:F1} µs, client {(Environment.CpuUsage.TotalTime - clientCpu).TotalMicroseconds / options.Events:F1} µs");
                return (options.Events / clock.Elapsed.TotalSeconds, status.Folded);
            }
            await Task.Delay(5, stop);
        }
    }
}
