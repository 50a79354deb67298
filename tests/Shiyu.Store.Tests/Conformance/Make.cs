using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Shiyu.Store.Tests.Conformance;

/// <summary>Rows and records as the tests write them.</summary>
public static class Make
{
    public const int Workspace = 1;
    public const long Day = 86_400_000;
    public const long Noon = 1_780_000_000_000;

    /// <summary>A row whose body is an event id: 'e' and its text; other bodies are no events.</summary>
    public static LogRow Row(long position, string body = "fact", long customer = 7, long previous = 0, long decidedAtMs = Noon) =>
        new(position, (short)(customer % 64), Workspace, customer, previous, decidedAtMs - 1_000, decidedAtMs, Encoding.UTF8.GetBytes(body));

    public static UInt128? EventIdOf(LogRow row) =>
        row.Body.Length > 0 && row.Body.Span[0] == (byte)'e' ? XxHash128.HashToUInt128(row.Body.Span) : null;

    public static UInt128 EventId(string body) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(body));

    public static Delivery Delivery(long sequence, DeliveryState state = DeliveryState.Planned, long customer = 7, string sop = "cart-nudge") => new()
    {
        Sequence = sequence,
        Id = (UInt128)sequence * 0x9E3779B97F4A7C15,
        Shard = (short)(customer % 64),
        Workspace = Workspace,
        Customer = customer,
        Sop = sop,
        Run = UInt128.MaxValue - (UInt128)sequence,
        Step = "nudge",
        Kind = "message",
        Touchpoint = "direct",
        Content = "加购提醒",
        State = state,
        PlannedAtMs = Noon,
        DueAtMs = Noon + 7_200_000,
        ExpiresAtMs = Noon + Day,
        UpdatedAtMs = Noon,
        PlannedPosition = sequence * 10,
    };

    /// <summary>Appends events with these bodies in one commit, as intake does: a known id is not appended again.</summary>
    /// <returns>How many were new.</returns>
    public static int TakeIn(this IStore store, IEnumerable<string> bodies, long decidedAtMs = Noon)
    {
        var commit = new Commit();
        var position = store.LastPosition;
        foreach (var body in bodies)
        {
            if (store.EventIds.Add(EventId(body), decidedAtMs))
                commit.Rows.Add(Row(++position, body, decidedAtMs: decidedAtMs));
        }

        store.Commit(commit);
        return commit.Rows.Count;
    }

    public static string Text(this LogRow row) => Encoding.UTF8.GetString(row.Body.Span);

    public static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
