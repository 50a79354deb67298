using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>
/// The numbers that are or may yet become the extreme, ascending in time: one that a later number beats never will. Without a sliding
/// window only the extreme itself is left.
/// </summary>
/// <param name="within">Null: ever, or since a date.</param>
internal sealed class Extremes(long? within, long since, int property, bool isMax) : Accumulator
{
    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var at = matched.At.At.UnixMs;
        var changed = false;
        if (within is { } window)
        {
            var gone = matched.Now.UnixMs - window;
            var left = TimedNumber.FirstInside(cell.As<TimedNumber>(), gone);
            cell.Remove<TimedNumber>(0, left);
            changed = left > 0;
            if (at <= gone) return changed;
        }
        if (at < since || !matched.Property(property).TryNumber(out var number)) return changed;
        // Nothing leaves without a sliding window, so that time makes no difference between two numbers.
        if (within is null) at = 0;
        var items = cell.As<TimedNumber>();
        var index = items.Length;
        while (index > 0 && items[index - 1].At > at) index--;
        if (index < items.Length && Beats(items[index].Number, number)) return changed;
        if (index > 0 && items[index - 1].At == at && Beats(items[index - 1].Number, number)) return changed;
        var from = index;
        while (from > 0 && Beats(number, items[from - 1].Number)) from--;
        if (from == index)
        {
            cell.Insert(from, new TimedNumber(at, number));
            return true;
        }
        items[from] = new TimedNumber(at, number);
        cell.Remove<TimedNumber>(from + 1, index - from - 1);
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => TimedNumber.Write(words, ref writer);

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => TimedNumber.Read(ref cell, ref reader);

    private bool Beats(decimal one, decimal other) => isMax ? one >= other : one <= other;
}

/// <param name="within">Null without a sliding window.</param>
internal sealed class ExtremeLeaf(Extremes accumulator, bool ofRun, NumberTests tests, long? within) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var items = Read<TimedNumber>(asking);
        var first = FirstInside(items, asking.Now.UnixMs);
        return first < items.Length && tests.Hold(items[first].Number);
    }

    public override long NextFlip(Asking asking)
    {
        if (within is not { } window) return Never;
        var items = Read<TimedNumber>(asking);
        var first = FirstInside(items, asking.Now.UnixMs);
        if (first == items.Length) return Never;
        var answer = tests.Hold(items[first].Number);
        for (var i = first; i < items.Length; i++)
        {
            var next = i + 1 < items.Length && tests.Hold(items[i + 1].Number);
            if (next != answer) return items[i].At + window;
        }
        return Never;
    }

    private int FirstInside(ReadOnlySpan<TimedNumber> items, long now) =>
        within is { } window ? TimedNumber.FirstInside(items, now - window) : 0;
}
