using System.Diagnostics;
using System.Text;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;

namespace Shiyu.Bench;

/// <summary>
/// Publishing a rule that counts what nobody has counted before, over customers with a history: how long it takes until it is in force, and how long events that come meanwhile wait for their decision.
/// </summary>
internal static class PublishBench
{
    private const string Added =
        "{ group: links, kind: multi, tags: [ { tag: clicker, when: { event: link.clicked, count: { at_least: 2 } } }, { tag: looker, when: { event: product.viewed, within: 90d, count: { at_least: 4 } } } ] }";
    private const string Text = "material: nudge\ntext: 另一段话\n";

    private static readonly TimeSpan s_probe = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(int events, int customers, string folder, CancellationToken stop)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"shiyu-bench-{Environment.ProcessId}"));
        try
        {
            await using var runtime = await BenchRuntime.OpenAsync(data.FullName, TimeProvider.System, stop);
            await BenchRuntime.ApplyAsync(runtime);
            await FeedAsync(runtime, events, customers);
            Console.WriteLine($"history: {events:N0} events of {customers:N0} customers");
            await MeasureAsync(runtime, "nothing", null);
            await MeasureAsync(runtime, "a text", ("nudge.yaml", Text));
            await MeasureAsync(runtime, "a rule that counts something new", ("nudge.yaml", Text), ("links.yaml", Added));
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task FeedAsync(ShiyuRuntime runtime, int events, int customers)
    {
        foreach (var chunk in new BenchEvents(customers, events, DateTimeOffset.UtcNow).All().Chunk(1_000))
        {
            while (runtime.Status is var status && status.Accepted - status.Folded > 100_000) await Task.Delay(1);
            await runtime.AcceptAsync(new IntakeBatch("bench", [.. chunk.Select(one => Of(one.Id, one.Name, $"u{one.Customer}", one.At, Encoding.UTF8.GetBytes(one.Properties)))]));
        }
        while (runtime.Status is var status && status.Accepted != status.Folded) await Task.Delay(1);
    }

    private static async Task MeasureAsync(ShiyuRuntime runtime, string what, params (string Path, string Text)[]? more)
    {
        using var over = new CancellationTokenSource();
        var probing = Task.Run(() => ProbeAsync(runtime, what, over.Token));
        await Task.Delay(500);
        var took = Stopwatch.StartNew();
        if (more is null) await Task.Delay(1_000);
        else await BenchRuntime.ApplyAsync(runtime, more);
        took.Stop();
        await Task.Delay(500);
        await over.CancelAsync();
        var waits = await probing;
        Console.WriteLine(
            $"publishing {what}: in force after {took.Elapsed.TotalSeconds:F2} s; from an event's arrival to its decision meanwhile p50 {waits[waits.Length / 2]:F1} ms, "
            + $"p99 {waits[waits.Length * 99 / 100]:F1} ms, longest {waits[^1]:F1} ms");
    }

    /// <summary>One event after another, each until the fold has decided on it.</summary>
    private static async Task<double[]> ProbeAsync(ShiyuRuntime runtime, string what, CancellationToken over)
    {
        var waits = new List<double>();
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var took = Stopwatch.StartNew();
            await runtime.AcceptAsync(new IntakeBatch("bench", [Of($"probe {what} {i}", "product.viewed", $"u{i % 1_000}", DateTimeOffset.UtcNow, "{}"u8.ToArray())]));
            await runtime.OverviewAsync();
            waits.Add(took.Elapsed.TotalMilliseconds);
            await Task.Delay(s_probe, CancellationToken.None);
        }
        waits.Sort();
        return [.. waits];
    }

    private static IncomingEvent Of(string id, string name, string user, DateTimeOffset at, byte[] properties) => new()
    {
        Id = id, Name = name, OccurredAtMs = at.ToUnixTimeMilliseconds(), Identities = [new Identity(IdentityKind.UserId, user)], Payload = properties, Properties = (0, properties.Length),
    };
}
