using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Shiyu.Runtime.Intake;

/// <summary>Brings a request's bytes to JSON: inflates gzip, unwraps a form, drops a byte order mark. What the content type says does not matter.</summary>
public static class IntakeBody
{
    /// <summary>Refused: more than <see cref="IntakeLimits.BodyBytesMax"/> bytes, inflated or not. Answered as 413.</summary>
    public const string TooLarge = "intake.too_large";

    public static BodyFault TooLargeFault(string given) => new(TooLarge, "body", given, $"at most {IntakeLimits.BodyBytesMax} bytes, after inflation");

    /// <summary>Returns null and the JSON, or why there is none.</summary>
    /// <param name="writeKey">The <c>writeKey</c> field of a form, if it has one beside the JSON.</param>
    public static BodyFault? Open(ReadOnlyMemory<byte> received, out ReadOnlyMemory<byte> json, out string? writeKey)
    {
        json = received;
        writeKey = null;
        if (received.Span is [0x1f, 0x8b, ..] && Inflate(received, out json) is { } fault)
            return fault;
        if (json.Span is [0xEF, 0xBB, 0xBF, ..])
            json = json[3..];
        var first = json.Span.IndexOfAnyExcept(" \t\r\n"u8);
        // JSON values of other kinds begin with other letters, but only objects and arrays can stand for events.
        if (first >= 0 && json.Span[first] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            json = FormValue(json, out writeKey) ?? json;
        return null;
    }

    /// <summary>The field of a form that holds JSON, whatever its name; a body that is percent-encoded as a whole is a name without value.</summary>
    private static ReadOnlyMemory<byte>? FormValue(ReadOnlyMemory<byte> form, out string? writeKey)
    {
        writeKey = null;
        ReadOnlyMemory<byte>? json = null;
        foreach (var pair in Encoding.UTF8.GetString(form.Span).Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = Decode(equals < 0 ? "" : pair[(equals + 1)..]);
            if (name == "writeKey")
                writeKey = value;
            else if (IsJson(value))
                json ??= Encoding.UTF8.GetBytes(value);
            else if (IsJson(name))
                json ??= Encoding.UTF8.GetBytes(name);
        }
        return json;

        static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
        static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];
    }

    internal static BodyFault? Inflate(ReadOnlyMemory<byte> packed, out ReadOnlyMemory<byte> json)
    {
        json = default;
        // Most JSON packs about five to one; the buffer grows up to one byte over the limit, whatever the sender claims to have packed.
        var buffer = new byte[Math.Clamp(packed.Length * 6, 4096, IntakeLimits.BodyBytesMax + 1)];
        var length = 0;
        try
        {
            using var source = new MemoryStream(packed.ToArray(), writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            while (true)
            {
                var read = gzip.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                    break;
                length += read;
                if (length > IntakeLimits.BodyBytesMax)
                    return TooLargeFault($"gzip of more than {IntakeLimits.BodyBytesMax} bytes");
                if (length == buffer.Length)
                    Array.Resize(ref buffer, Math.Min(2 * buffer.Length, IntakeLimits.BodyBytesMax + 1));
            }
        }
        catch (InvalidDataException)
        {
            return Broken();
        }
        json = buffer.AsMemory(0, length);
        return IsWhole(packed.Span, json.Span) ? null : Broken();

        static BodyFault Broken() =>
            new("intake.broken_gzip", "body", "gzip data that is truncated or damaged", "one whole gzip member (RFC 1952), or plain JSON");
    }

    /// <summary>
    /// The trailer repeats checksum and length. The decompressor itself ends without a word where the data were cut off, and half a batch would be
    /// reported as malformed JSON at best.
    /// </summary>
    private static bool IsWhole(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> inflated) =>
        packed.Length >= 18
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^8..]) == Crc32.HashToUInt32(inflated)
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) == (uint)inflated.Length;
}
