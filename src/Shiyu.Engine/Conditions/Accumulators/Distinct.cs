using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>
/// Different values, each with the latest instant at which it was seen; no more of them than the bounds can tell, the most recently seen
/// ones. One that is pushed out was last seen before all that are kept, so that it leaves a window before them and is not missed.
/// </summary>
/// <remarks>The words: value after value, each when it was seen (0 without a window), its kind and length in bytes, its bytes.</remarks>
/// <param name="within">Null: ever, or since a date.</param>
internal sealed class Distinct(long? within, long since, int property) : Accumulator
{
    /// <summary>The largest saturation among the conditions that share these values.</summary>
    public int Most { get; set; } = 1;

    public override int Keeps => Most;

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var at = matched.At.At.UnixMs;
        var changed = false;
        if (within is { } window)
        {
            var gone = matched.Now.UnixMs - window;
            changed = Forget(ref cell, gone);
            if (at <= gone) return changed;
        }
        if (at < since) return changed;
        Span<byte> space = stackalloc byte[DistinctValue.OnStackMax];
        if (!DistinctValue.TryFrom(matched.Property(property), space, out var given)) return changed;

        var words = cell.Words;
        int count = 0, oldest = -1, end = words.Length;
        for (var i = 0; i < end; i += DistinctValue.WordsAt(words, i))
        {
            if (DistinctValue.At(words, i).Is(given))
            {
                if (within is null || at <= words[i]) return changed;
                words[i] = at;
                return true;
            }
            if (oldest < 0 || words[i] < words[oldest]) oldest = i;
            count++;
        }
        if (count >= Most)
        {
            if (within is null || words[oldest] >= at) return changed;
            cell.RemoveWords(oldest, DistinctValue.WordsAt(words, oldest));
        }
        given.AppendTo(ref cell, within is null ? 0 : at);
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        var values = new List<(long Seen, object Value)>();
        for (var i = 0; i < words.Length; i += DistinctValue.WordsAt(words, i)) values.Add((words[i], DistinctValue.At(words, i).ToObject()));
        writer.UInt((ulong)values.Count);
        // The order in which they came depends on the past; a state's bytes must not.
        foreach (var (seen, value) in values.OrderBy(pair => pair.Seen).ThenBy(pair => Sortable(pair.Value), StringComparer.Ordinal))
        {
            writer.Int(seen);
            WriteValue(value, ref writer);
        }
    }

    public override void Read(ref AccumulatorCell cell, ref StateReader reader)
    {
        for (var count = reader.UInt(); count > 0; count--)
        {
            var seen = reader.Int();
            DistinctValue.From(ReadValue(ref reader)).AppendTo(ref cell, seen);
        }
    }

    /// <summary>A decimal, text or flag: boxed, they are equal by type and value. Null takes no part.</summary>
    internal static object? ValueOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Number => value.TryNumber(out var number) ? number : null,
        JsonKind.Text => value.ToText(),
        JsonKind.Flag => value.ToFlag(),
        _ => null,
    };

    internal static void WriteValue(object value, ref StateWriter writer)
    {
        switch (value)
        {
            case decimal number:
                writer.Byte(1);
                writer.Text(Decimals.Written(number));
                break;
            case string text:
                writer.Byte(2);
                writer.Text(text);
                break;
            default:
                writer.Byte((byte)((bool)value ? 4 : 3));
                break;
        }
    }

    internal static object ReadValue(ref StateReader reader)
    {
        switch (reader.Byte())
        {
            case 1:
                Decimals.TryParse(reader.Text(), out var number);
                return number;
            case 2: return reader.Text();
            case 3: return false;
            default: return true;
        }
    }

    private static bool Forget(ref AccumulatorCell cell, long gone)
    {
        var changed = false;
        for (var i = 0; i < cell.Words.Length;)
        {
            var length = DistinctValue.WordsAt(cell.Words, i);
            if (cell.Words[i] > gone)
            {
                i += length;
                continue;
            }
            cell.RemoveWords(i, length);
            changed = true;
        }
        return changed;
    }

    private static string Sortable(object value) => value switch
    {
        decimal number => "1" + Decimals.Written(number),
        string text => "2" + text,
        _ => "3" + value,
    };
}

/// <param name="within">Null without a sliding window.</param>
internal sealed class DistinctLeaf(Distinct accumulator, bool ofRun, NumberTests tests, long? within) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var words = Read(asking);
        var gone = within is { } window ? asking.Now.UnixMs - window : long.MinValue;
        var count = 0;
        for (var i = 0; i < words.Length; i += DistinctValue.WordsAt(words, i))
        {
            if (words[i] > gone) count++;
        }
        return tests.Hold(count);
    }

    public override long NextFlip(Asking asking)
    {
        if (within is not { } window) return Never;
        var words = Read(asking);
        if (words.IsEmpty) return Never;
        var gone = asking.Now.UnixMs - window;
        // A value is at least two words (the empty text).
        var room = words.Length / 2;
        var inside = room <= 128 ? stackalloc long[room] : new long[room];
        var count = 0;
        for (var i = 0; i < words.Length; i += DistinctValue.WordsAt(words, i))
        {
            if (words[i] > gone) inside[count++] = words[i];
        }
        inside = inside[..count];
        inside.Sort();
        var answer = tests.Hold(count);
        for (var i = 0; i < count; i++)
        {
            if (i + 1 < count && inside[i + 1] == inside[i]) continue;
            if (tests.Hold(count - i - 1) != answer) return inside[i] + window;
        }
        return Never;
    }
}
