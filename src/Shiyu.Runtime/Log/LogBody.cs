using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Log;

/// <summary>What a log row says: one byte of kind, a small header, and for events the payload's received bytes.</summary>
internal static class LogBody
{
    // Kind, flag and seven numbers; each may ask for ten bytes of room.
    private const int HeaderBytesMax = 96;
    private const int TextBytesMax = 3;

    /// <returns>Stands in <paramref name="bodies"/>.</returns>
    public static ReadOnlyMemory<byte> OfEvent(string source, IncomingEvent incoming, bool timeReplaced, BodyBuffer bodies)
    {
        var texts = source.Length + incoming.Id.Length + incoming.Name.Length;
        var buffer = bodies.For(HeaderBytesMax + texts * TextBytesMax + incoming.Payload.Length);
        var start = buffer.WrittenCount;
        var writer = new StateWriter(buffer);
        writer.Byte((byte)LogKind.Event);
        writer.Flag(timeReplaced);
        writer.Text(source);
        writer.Text(incoming.Id);
        writer.Text(incoming.Name);
        writer.UInt((ulong)incoming.Properties.Start);
        writer.UInt((ulong)incoming.Properties.Length);
        writer.UInt((ulong)incoming.Attributes.Start);
        writer.UInt((ulong)incoming.Attributes.Length);
        buffer.Write(incoming.Payload.Span);
        return buffer.WrittenMemory[start..];
    }

    /// <summary>In the survivor's chain: from here on the loser's history, up to its last row, belongs to it.</summary>
    public static ReadOnlyMemory<byte> OfMerge(long loser, long loserLast, string causeEventId) =>
        Small(LogKind.Merge, loser, loserLast, causeEventId);

    /// <summary>In the loser's chain: nothing comes after it.</summary>
    public static ReadOnlyMemory<byte> OfClosing(long survivor, string causeEventId) =>
        Small(LogKind.Closing, survivor, 0, causeEventId);

    /// <param name="bundle">See <c>Publication</c>.</param>
    public static ReadOnlyMemory<byte> OfPublication(ReadOnlySpan<byte> bundle) => OfBundle(LogKind.Publication, bundle);

    /// <param name="bundle">The SOPs that nobody enters from here on, see <c>Publication</c>.</param>
    public static ReadOnlyMemory<byte> OfOpening(ReadOnlySpan<byte> bundle) => OfBundle(LogKind.Opening, bundle);

    /// <param name="bundle">The pauses in force from here on, see <c>PauseBundle</c>.</param>
    public static ReadOnlyMemory<byte> OfPauses(ReadOnlySpan<byte> bundle) => OfBundle(LogKind.Pauses, bundle);

    /// <param name="bundle">What was learned, see <c>ValueBundle</c>.</param>
    public static ReadOnlyMemory<byte> OfValues(ReadOnlySpan<byte> bundle) => OfBundle(LogKind.Values, bundle);

    /// <param name="bundle">What a guardrail has stopped, see <c>StopBundle</c>.</param>
    public static ReadOnlyMemory<byte> OfStops(ReadOnlySpan<byte> bundle) => OfBundle(LogKind.Stops, bundle);

    private static ReadOnlyMemory<byte> OfBundle(LogKind kind, ReadOnlySpan<byte> bundle)
    {
        var body = new byte[bundle.Length + 1];
        body[0] = (byte)kind;
        bundle.CopyTo(body.AsSpan(1));
        return body;
    }

    public static LogKind KindOf(in LogRow row) => (LogKind)row.Body.Span[0];

    /// <returns>Its fact reads from the row's body, as long as that is valid.</returns>
    public static LoggedEvent ReadEvent(in LogRow row)
    {
        var reader = new StateReader(row.Body.Span[1..]);
        var timeReplaced = reader.Flag();
        var source = Names.Read(ref reader);
        var id = reader.TextBytes(out var isUtf8);
        var afterId = reader.Remaining;
        var name = Names.Read(ref reader);
        var (propertiesStart, propertiesLength) = ((int)reader.UInt(), (int)reader.UInt());
        var (attributesStart, attributesLength) = ((int)reader.UInt(), (int)reader.UInt());
        var payload = row.Body[^reader.Remaining..];
        // Most events decide nothing: their ids stay where they stand. A text with lone surrogates does not stand there as UTF-8.
        var text = isUtf8 ? null : StateReader.TextOf(id, isUtf8);
        return new LoggedEvent(source, timeReplaced, row.DecidedAtMs, new EventFact
        {
            Id = text!,
            IdUtf8 = row.Body.Slice(row.Body.Length - afterId - id.Length, id.Length),
            Name = name,
            OccurredAt = new Instant(row.OccurredAtMs),
            Arrival = row.Position,
            Properties = payload.Slice(propertiesStart, propertiesLength),
            Attributes = payload.Slice(attributesStart, attributesLength),
        });
    }

    /// <summary>The name of an event alone, where most rows are passed over.</summary>
    public static string ReadName(in LogRow row)
    {
        var reader = new StateReader(row.Body.Span[1..]);
        reader.Flag();
        reader.SkipText();
        reader.SkipText();
        return Names.Intern(reader.Text());
    }

    /// <summary>For <see cref="LogKind.Merge"/>: (loser, its last row, cause). For <see cref="LogKind.Closing"/>: (survivor, 0, cause).</summary>
    public static (long Customer, long Last, string CauseEventId) ReadLink(in LogRow row)
    {
        var reader = new StateReader(row.Body.Span[1..]);
        return (reader.Int(), reader.Int(), reader.Text());
    }

    /// <summary>Of rows that change the plan: <see cref="LogKind.Definitions"/>, <see cref="LogKind.Pauses"/> and so on.</summary>
    public static ReadOnlyMemory<byte> ReadBundle(in LogRow row) => row.Body[1..];

    /// <summary>The de-duplication key of a row, or null where the row is no event.</summary>
    public static UInt128? EventIdOf(LogRow row)
    {
        if (KindOf(row) != LogKind.Event) return null;
        var reader = new StateReader(row.Body.Span[1..]);
        reader.Flag();
        var source = reader.Text();
        return IdKey(row.Workspace, source, reader.Text());
    }

    /// <summary>The 128-bit hash of (workspace, write source, event id).</summary>
    public static UInt128 IdKey(int workspace, string source, string id)
    {
        // UTF-16 units, so that ids with lone surrogates stay apart. The separator cannot stand in a source's name.
        Span<byte> stack = stackalloc byte[512];
        var length = 4 + (source.Length + 1 + id.Length) * 2;
        var bytes = length <= stack.Length ? stack[..length] : new byte[length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes, workspace);
        var text = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(bytes[4..]);
        source.CopyTo(text);
        text[source.Length] = '\0';
        id.CopyTo(text[(source.Length + 1)..]);
        return XxHash128.HashToUInt128(bytes);
    }

    private static ReadOnlyMemory<byte> Small(LogKind kind, long customer, long last, string causeEventId)
    {
        var buffer = new ArrayBufferWriter<byte>(32 + causeEventId.Length);
        var writer = new StateWriter(buffer);
        writer.Byte((byte)kind);
        writer.Int(customer);
        writer.Int(last);
        writer.Text(causeEventId);
        return buffer.WrittenMemory;
    }
}

/// <summary>The numbers are stored: never change them. Definitions is what publications were before they had choices; such rows are only read.</summary>
internal enum LogKind : byte { Event = 1, Merge = 2, Closing = 3, Definitions = 4, Pauses = 5, Publication = 6, Opening = 7, Values = 10, Stops = 11 }

/// <param name="TimeReplaced">Its time lay in the far future, so that the time of receipt was taken.</param>
internal readonly record struct LoggedEvent(string Source, bool TimeReplaced, long DecidedAtMs, EventFact Fact);
