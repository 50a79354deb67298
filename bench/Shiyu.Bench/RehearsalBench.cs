using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Rehearsing;
using Shiyu.Runtime.Time;

namespace Shiyu.Bench;

/// <summary>
/// A rehearsal of a real log as the command line does it: rows read from the store, folded, and added up to a report. The first round also
/// compiles the program; each stands beside a baseline of its own, the same rows read and their JSON walked through once.
/// </summary>
internal static class RehearsalBench
{
    private const int Rounds = 4;

    // So few that the clock is never far ahead of an event: what is late starts no run.
    private const int EventsPerBatch = 500;

    public static async Task<int> RunAsync(int events, int customers, string folder)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, $"shiyu-bench-{Guid.NewGuid():N}"));
        try
        {
            var (data, definitions) = (Path.Combine(place.FullName, "data"), place.CreateSubdirectory("definitions").FullName);
            foreach (var (path, bytes) in BenchDefinitions.Files) await File.WriteAllBytesAsync(Path.Combine(definitions, path), bytes);
            await FillAsync(data, events, customers);

            var options = new RehearsalOptions { Data = data, Definitions = definitions, Report = Path.Combine(place.FullName, "report.json"), DrawProgress = false };
            for (var round = 0; round < Rounds; round++)
            {
                var read = Cost.Of(() => JsonBaseline.Walk(data));
                var rehearsed = Cost.Of(() =>
                {
                    if (RehearsalCommand.Run(options, TextWriter.Null, TextWriter.Null) != 0) throw new InvalidOperationException("The rehearsal failed.");
                });
                Console.WriteLine($"rehearsal {round}: {rehearsed.Of(events)}");
                Console.WriteLine($"   baseline: {read.Of(events)}; the rehearsal takes {rehearsed.Processor / read.Processor:F1} times its processor time");
            }
            return 0;
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    /// <summary>A log of that many events, written by a runtime without definitions whose clock goes with them.</summary>
    private static async Task FillAsync(string data, int events, int customers)
    {
        var time = new TimeOfEvents();
        ShiyuRuntime? runtime = null;
        foreach (var chunk in new BenchEvents(customers, events, DateTimeOffset.UtcNow).All().Chunk(EventsPerBatch))
        {
            time.Now = chunk[^1].At;
            runtime ??= await ShiyuRuntime.OpenAsync(
                new RuntimeOptions { DataFolder = data, Wall = time, Clock = last => BusinessClock.Real(time, last) }, CancellationToken.None);
            await runtime.AcceptAsync(new IntakeBatch("bench", [.. chunk.Select(ToIncoming)]));
        }
        if (runtime is not null) await runtime.DisposeAsync();
    }

    private static IncomingEvent ToIncoming(BenchEvents.One one)
    {
        var properties = BenchEvents.Utf8(one.Properties);
        return new IncomingEvent
        {
            Id = one.Id,
            Name = one.Name,
            OccurredAtMs = one.At.ToUnixTimeMilliseconds(),
            Identities = [new Identity(IdentityKind.UserId, $"u{one.Customer}")],
            Payload = properties,
            Properties = (0, properties.Length),
        };
    }

    private sealed class TimeOfEvents : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
