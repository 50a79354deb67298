using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Shiyu.Store.Killed;

/// <summary>What the log and the records must hold at each position: the writer and the one who checks agree on it beforehand.</summary>
public static class Expected
{
    public const int Workspace = 1;
    public const int PositionsPerDelivery = 5;

    public static LogRow Row(long position) => new(
        position, (short)(position % 64), Workspace, position % 1_000, Math.Max(0, position - 1_000), position, position,
        Encoding.UTF8.GetBytes($"event-{position}-{new string('x', (int)(position * 31 % 400))}"));

    public static UInt128 EventId(long position)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position);
        return XxHash128.HashToUInt128(bytes);
    }

    /// <summary>The delivery of the positions up to <c>sequence * 5</c>.</summary>
    public static Delivery Delivery(long sequence) => new()
    {
        Sequence = sequence,
        Id = EventId(-sequence),
        Shard = 1,
        Workspace = Workspace,
        Customer = sequence % 1_000,
        Sop = "killed",
        Run = EventId(sequence),
        Step = "step",
        Kind = "message",
        Touchpoint = "direct",
        Content = "content",
        State = DeliveryState.Planned,
        PlannedAtMs = sequence,
        DueAtMs = sequence,
        ExpiresAtMs = sequence,
        UpdatedAtMs = sequence,
        PlannedPosition = sequence * PositionsPerDelivery,
    };

    /// <summary>Few ids in memory and checkpoints after few pages, so that files of ids are written and merged and pages moved all the time.</summary>
    public static StoreOptions In(string folder) =>
        new() { Folder = folder, EventIdOf = row => EventId(row.Position), EventIdsInMemory = 300, PagesBeforeCheckpoint = 40 };
}
