using Microsoft.Extensions.Primitives;
using Shiyu.Runtime.Intake;

namespace Shiyu.Server.Intake;

/// <summary>Reads a request's body into one buffer of its own: the events in it point there until they are folded.</summary>
internal static class RequestBody
{
    /// <summary>Returns the JSON, or why there is none.</summary>
    public static async ValueTask<OpenedBody> ReadAsync(HttpContext http)
    {
        var (received, fault) = await ReadBytesAsync(http);
        if (fault is not null)
            return new OpenedBody(default, null, fault);
        fault = IntakeBody.Open(received, out var json, out var writeKey);
        return new OpenedBody(json, writeKey, fault);
    }

    /// <summary>Returns the bytes as they came, or why there are none.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, BodyFault? Fault)> ReadBytesAsync(HttpContext http)
    {
        if (CodingFault(http.Request.Headers.ContentEncoding) is { } coding)
            return (default, coding);
        if (http.Request.ContentLength > IntakeLimits.BodyBytesMax)
            return (default, IntakeBody.TooLargeFault($"{http.Request.ContentLength} bytes"));

        // One byte more than announced, so that the read that finds the end needs no larger buffer.
        var buffer = GC.AllocateUninitializedArray<byte>((int)(http.Request.ContentLength ?? 16 * 1024) + 1);
        var length = 0;
        while (true)
        {
            var read = await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted);
            if (read == 0)
                break;
            length += read;
            if (length > IntakeLimits.BodyBytesMax)
                return (default, IntakeBody.TooLargeFault($"more than {IntakeLimits.BodyBytesMax} bytes"));
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * buffer.Length, IntakeLimits.BodyBytesMax + 1));
        }
        return (buffer.AsMemory(0, length), null);
    }

    /// <summary>Gzip is known by its first bytes; a coding that cannot be read is refused by name rather than as bad JSON.</summary>
    private static BodyFault? CodingFault(StringValues codings)
    {
        foreach (var coding in codings)
        {
            if (!string.IsNullOrEmpty(coding) && coding.ToLowerInvariant() is not ("gzip" or "x-gzip" or "identity"))
                return new BodyFault("intake.unknown_coding", "Content-Encoding", coding, "gzip or identity");
        }
        return null;
    }
}

/// <param name="WriteKey">The <c>writeKey</c> field of a form, beside the JSON.</param>
/// <param name="Fault">Not null: there is no JSON.</param>
internal readonly record struct OpenedBody(ReadOnlyMemory<byte> Json, string? WriteKey, BodyFault? Fault);
