namespace Shiyu.Runtime.Intake;

/// <summary>
/// Reads the time of an event: ISO 8601, <c>2026-03-01T12:00:00.000+08:00</c>; seconds, fraction and zone may be missing, a space may stand for
/// the <c>T</c>, a date alone is its midnight. Without a zone it is the workspace's. Beyond milliseconds it is cut.
/// </summary>
public static class EventTime
{
    public const string Allowed = "ISO 8601 text from 1970 on, such as \"2026-03-01T12:00:00.000+08:00\"";

    /// <param name="fromLocalMs">Unix ms of a wall-clock time in the workspace's zone.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, Func<long, long> fromLocalMs, out long unixMs)
    {
        unixMs = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text.Slice(5, 2), out var month) || !Digits(text.Slice(8, 2), out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var localMs = (new DateTime(year, month, day).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        var rest = text[10..];
        if (rest.IsEmpty)
        {
            unixMs = fromLocalMs(localMs);
            return unixMs >= 0;
        }
        if (rest[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryClock(rest[1..], out var clockMs, out var zone))
            return false;
        localMs += clockMs;
        if (zone.IsEmpty)
            unixMs = fromLocalMs(localMs);
        else if (TryOffset(zone, out var offsetMs))
            unixMs = localMs - offsetMs;
        else
            return false;
        return unixMs >= 0;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, out long ms, out ReadOnlySpan<byte> zone)
    {
        ms = 0;
        zone = default;
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out var hour) || !Digits(text.Slice(3, 2), out var minute)
            || hour > 23 || minute > 59)
            return false;
        ms = hour * 3_600_000L + minute * 60_000L;
        zone = text[5..];
        if (zone.IsEmpty || zone[0] != ':')
            return true;
        if (zone.Length < 3 || !Digits(zone.Slice(1, 2), out var second) || second > 59)
            return false;
        ms += second * 1_000L;
        zone = zone[3..];
        if (zone.IsEmpty || zone[0] is not ((byte)'.' or (byte)','))
            return true;
        var length = zone[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length < 0)
            length = zone.Length - 1;
        if (length == 0)
            return false;
        for (int i = 0, unit = 100; i < Math.Min(length, 3); i++, unit /= 10)
            ms += (zone[1 + i] - '0') * unit;
        zone = zone[(1 + length)..];
        return true;
    }

    /// <summary><c>Z</c>, <c>+08:00</c>, <c>+0800</c> or <c>+08</c>.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> zone, out long ms)
    {
        ms = 0;
        if (zone is [(byte)'Z' or (byte)'z'])
            return true;
        var minute = 0;
        if (zone[0] is not ((byte)'+' or (byte)'-') || zone.Length < 3 || !Digits(zone.Slice(1, 2), out var hour) || hour > 14)
            return false;
        var minutes = zone[3..];
        if (minutes is [(byte)':', ..])
            minutes = minutes[1..];
        if (minutes.IsEmpty ? zone.Length != 3 : !Digits(minutes, out minute) || minutes.Length != 2 || minute > 59)
            return false;
        ms = (hour * 60 + minute) * 60_000L * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            value = value * 10 + (digit - '0');
        }
        return !text.IsEmpty;
    }
}
