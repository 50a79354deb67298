using System.Globalization;
using System.Text;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A date as written: <c>YYYY-MM-DD</c> (its midnight), or with <c>THH:MM[:SS[.fraction]]</c> and <c>Z</c>, <c>+HH:MM</c> or nothing
/// (then the workspace's zone). What is finer than a millisecond is cut.
/// </summary>
/// <param name="LocalMs">Milliseconds since 1970-01-01T00:00 on the wall clock that it was written by.</param>
/// <param name="OffsetMinutes">The offset it was written with; null for the workspace's zone.</param>
public readonly record struct DateValue(long LocalMs, int? OffsetMinutes)
{
    public Instant InstantIn(ZoneTable zone) =>
        OffsetMinutes is { } offset ? new Instant(LocalMs - offset * 60_000L) : zone.FromLocalMs(LocalMs);

    /// <summary>The wall clock of the workspace at that date.</summary>
    internal long LocalMsIn(ZoneTable zone) => OffsetMinutes is null ? LocalMs : zone.ToLocalMs(InstantIn(zone));

    /// <summary>The shortest writing that reads as this date again.</summary>
    public override string ToString()
    {
        var local = DateTimeOffset.FromUnixTimeMilliseconds(LocalMs);
        var clock = (LocalMs % Calendar.DayMs, OffsetMinutes) is (0, null) ? ""
            : LocalMs % 60_000 == 0 ? local.ToString("'T'HH:mm", CultureInfo.InvariantCulture)
            : local.ToString(LocalMs % 1_000 == 0 ? "'T'HH:mm:ss" : "'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var offset = OffsetMinutes switch
        {
            null => "",
            0 => "Z",
            { } minutes => string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}"),
        };
        return local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + clock + offset;
    }

    public static bool TryParse(string text, out DateValue date)
    {
        date = default;
        // A date has no letters beyond ASCII; its longest sensible writing is far shorter than this.
        if (text.Length is < 10 or > 128 || !Ascii.IsValid(text)) return false;
        Span<byte> bytes = stackalloc byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        return TryParse(bytes, out date);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out DateValue date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > Calendar.DaysInMonth(year, month)) return false;
        var local = Calendar.DaysOf(year, month, day) * Calendar.DayMs;
        var rest = text[10..];
        if (rest.IsEmpty)
        {
            date = new(local, null);
            return true;
        }

        if (rest.Length < 6 || rest[0] != 'T' || rest[3] != ':') return false;
        if (!Digits(rest[1..3], out var hour) || !Digits(rest[4..6], out var minute) || hour > 23 || minute > 59) return false;
        local += hour * 3_600_000L + minute * 60_000L;
        rest = rest[6..];
        if (!rest.IsEmpty && rest[0] == ':')
        {
            if (rest.Length < 3 || !Digits(rest[1..3], out var second) || second > 59) return false;
            local += second * 1_000L;
            rest = rest[3..];
            if (!rest.IsEmpty && rest[0] == '.')
            {
                var length = 1;
                for (var unit = 100; length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9'; length++, unit /= 10)
                    local += (rest[length] - '0') * unit;
                if (length == 1) return false;
                rest = rest[length..];
            }
        }

        if (rest.IsEmpty)
        {
            date = new(local, null);
            return true;
        }
        if (rest.Length == 1 && rest[0] == 'Z')
        {
            date = new(local, 0);
            return true;
        }
        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':') return false;
        if (!Digits(rest[1..3], out var hours) || !Digits(rest[4..6], out var minutes) || hours > 23 || minutes > 59) return false;
        date = new(local, (rest[0] == '-' ? -1 : 1) * (hours * 60 + minutes));
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
