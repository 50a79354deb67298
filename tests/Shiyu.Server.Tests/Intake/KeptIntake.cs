using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Intake;

namespace Shiyu.Server.Tests.Intake;

/// <summary>Keeps what the endpoints hand over, once per source and id, as the runtime does.</summary>
internal sealed class KeptIntake : IIntakeSink, IWriteKeys
{
    public const string WriteKey = "wk_demo";

    private readonly Lock _lock = new();
    private readonly HashSet<(string, string)> _ids = [];
    private readonly List<IncomingEvent> _events = [];
    private readonly List<RejectedItem> _rejected = [];

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    public ImmutableSortedDictionary<string, string> EventNames { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many of the next requests find the queue full.</summary>
    public int BusyFor { get; set; }

    /// <summary>How many of the next requests are kept and then lose their answer to a full queue.</summary>
    public int BusyAfterTakingFor { get; set; }

    public int Requests { get; private set; }

    public IReadOnlyList<IncomingEvent> Events { get { lock (_lock) return [.. _events]; } }

    public IReadOnlyList<RejectedItem> Rejected { get { lock (_lock) return [.. _rejected]; } }

    public Task<IntakeResult> AcceptAsync(IntakeBatch batch)
    {
        lock (_lock)
        {
            Requests++;
            if (BusyFor-- > 0)
                throw new IntakeBusyException(TimeSpan.FromMilliseconds(300));
            var accepted = 0;
            foreach (var taken in batch.Events.Where(taken => _ids.Add((batch.Source, taken.Id))))
            {
                _events.Add(taken);
                accepted++;
            }
            if (BusyAfterTakingFor-- > 0)
                throw new IntakeBusyException(TimeSpan.FromMilliseconds(300));
            return Task.FromResult(new IntakeResult(accepted, batch.Events.Count - accepted));
        }
    }

    public Task RejectAsync(IReadOnlyList<RejectedItem> items)
    {
        lock (_lock)
            _rejected.AddRange(items);
        return Task.CompletedTask;
    }

    public bool Knows(Identity identity) => Events.Any(taken => taken.Identities.Contains(identity));

    public long FromLocalMs(long localMs) => localMs - 8 * 3_600_000;

    public bool IsValid(string key) => key == WriteKey;
}

internal static class Kept
{
    public static string Names(this IncomingEvent taken) => string.Join(' ', taken.Identities.Select(identity => identity.ToString()).Order());

    public static JsonElement PropertiesJson(this IncomingEvent taken) => Json(taken.Payload, taken.Properties);

    public static JsonElement AttributesJson(this IncomingEvent taken) => Json(taken.Payload, taken.Attributes);

    public static string Received(this IncomingEvent taken) => Encoding.UTF8.GetString(taken.Payload.Span);

    private static JsonElement Json(ReadOnlyMemory<byte> payload, (int Start, int Length) range) =>
        range.Length == 0 ? default : JsonElement.Parse(payload.Span.Slice(range.Start, range.Length));
}
