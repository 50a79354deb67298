using System.Text.Unicode;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>
/// The mini program client writes characters beyond the first plane as two surrogates of three bytes each (CESU-8). A strict reader would refuse the
/// whole batch for an emoji, a lenient one store six replacement characters.
/// </summary>
internal static class SurrogateUtf8
{
    /// <summary>The same bytes where they are UTF-8 already; what is broken otherwise stays so.</summary>
    public static ReadOnlyMemory<byte> Joined(ReadOnlyMemory<byte> text)
    {
        if (Utf8.IsValid(text.Span))
            return text;
        var from = text.Span;
        var joined = new byte[from.Length];
        var length = 0;
        for (var i = 0; i < from.Length;)
        {
            if (from[i..] is [0xED, >= 0xA0 and <= 0xAF and var highMiddle, >= 0x80 and <= 0xBF and var highLast,
                    0xED, >= 0xB0 and <= 0xBF and var lowMiddle, >= 0x80 and <= 0xBF and var lowLast, ..])
            {
                var high = ((highMiddle & 0x0F) << 6) | (highLast & 0x3F);
                var low = ((lowMiddle & 0x0F) << 6) | (lowLast & 0x3F);
                new System.Text.Rune(0x10000 + (high << 10) + low).EncodeToUtf8(joined.AsSpan(length));
                (length, i) = (length + 4, i + 6);
            }
            else
            {
                joined[length++] = from[i++];
            }
        }
        return joined.AsMemory(0, length);
    }
}
