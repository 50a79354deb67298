using System.Text;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Time;

namespace Shiyu.Bench;

/// <summary>A runtime in this process, under the definitions of the benches and what a bench adds.</summary>
internal static class BenchRuntime
{
    private const int BatchEvents = 1_000;

    public static Task<ShiyuRuntime> OpenAsync(string folder, TimeProvider wall, CancellationToken stop) =>
        ShiyuRuntime.OpenAsync(new RuntimeOptions { DataFolder = folder, Wall = wall, Clock = last => BusinessClock.Real(wall, last) }, stop);

    public static async Task ApplyAsync(ShiyuRuntime runtime, params (string Path, string Text)[] more)
    {
        var files = new Dictionary<string, byte[]>(BenchDefinitions.Files);
        foreach (var (path, text) in more) files[path] = Encoding.UTF8.GetBytes(text);
        var applied = await runtime.ApplyAsync(files);
        if (!applied.Applied) throw new InvalidOperationException(string.Join('\n', applied.Refusals));
    }

    /// <summary>One event of each of so many customers, now; returns when all are folded and written.</summary>
    public static async Task EachAsync(ShiyuRuntime runtime, string name, int customers)
    {
        for (var first = 0; first < customers; first += BatchEvents)
        {
            var batch = Enumerable.Range(first, Math.Min(BatchEvents, customers - first)).Select(n => new IncomingEvent
            {
                Id = $"{name}-{n}", Name = name, Identities = [new Identity(IdentityKind.UserId, $"u{n}")], Payload = "{}"u8.ToArray(), Properties = (0, 2),
            }).ToList();
            while (runtime.Status is var status && status.Accepted - status.Folded > 100_000) await Task.Delay(1);
            await runtime.AcceptAsync(new IntakeBatch("bench", batch));
        }
        while (runtime.Status is var status && status.Accepted != status.Folded) await Task.Delay(1);
    }
}
