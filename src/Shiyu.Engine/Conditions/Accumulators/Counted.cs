using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>How many ever (or since a date), counted no further than any bound can tell.</summary>
internal sealed class CountedEver(long since) : Accumulator
{
    /// <summary>The largest saturation among the conditions that share this count.</summary>
    public int Most { get; set; } = 1;

    public override int Keeps => Most;

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        if (matched.At.At.UnixMs < since || (!cell.IsEmpty && cell.Words[0] >= Most)) return false;
        cell.Resize(1);
        cell.Words[0]++;
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => writer.Int(words[0]);

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => cell.Insert(0, reader.Int());
}

internal sealed class CountEverLeaf(CountedEver accumulator, bool ofRun, NumberTests tests) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking) => tests.Hold(Read(asking) is [var count] ? count : 0);

    public override long NextFlip(Asking asking) => Never;
}

/// <summary>
/// The instants inside a sliding window, ascending; of many only the latest that bounds can tell: an older one would leave the window
/// while the kept ones alone still saturate the count.
/// </summary>
internal sealed class InstantsWithin(long within) : Accumulator
{
    /// <summary>The largest saturation among the conditions that share these; <see cref="int.MaxValue"/> keeps all.</summary>
    public int Most { get; set; } = 1;

    public override int Keeps => Most;

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var at = matched.At.At.UnixMs;
        var gone = matched.Now.UnixMs - within;
        var left = CountWithinLeaf.FirstInside(cell.Words, gone);
        var changed = left > 0;
        if (at <= gone)
        {
            cell.Remove<long>(0, left);
            return changed;
        }
        var instants = cell.Words;
        var index = instants.Length;
        while (index > left && instants[index - 1] > at) index--;
        if (instants.Length - left >= Most)
        {
            if (index == left)
            {
                cell.Remove<long>(0, left);
                return changed;
            }
            left++;
        }
        if (left == 0)
        {
            cell.Insert(index, at);
            return true;
        }
        // What comes takes the place of what leaves.
        instants[left..index].CopyTo(instants[(left - 1)..]);
        instants[index - 1] = at;
        cell.Remove<long>(0, left - 1);
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        writer.UInt((ulong)words.Length);
        long before = 0;
        foreach (var instant in words)
        {
            writer.Int(instant - before);
            before = instant;
        }
    }

    public override void Read(ref AccumulatorCell cell, ref StateReader reader)
    {
        cell.Resize((int)reader.UInt());
        long before = 0;
        foreach (ref var instant in cell.Words) instant = before += reader.Int();
    }
}

internal sealed class CountWithinLeaf(InstantsWithin accumulator, bool ofRun, NumberTests tests, long within)
    : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var instants = Read(asking);
        return tests.Hold(instants.Length - FirstInside(instants, asking.Now.UnixMs - within));
    }

    public override long NextFlip(Asking asking)
    {
        var instants = Read(asking);
        var first = FirstInside(instants, asking.Now.UnixMs - within);
        if (first == instants.Length) return Never;
        var answer = tests.Hold(instants.Length - first);
        for (var i = first; i < instants.Length; i++)
        {
            // Events of one instant leave together.
            if (i + 1 < instants.Length && instants[i + 1] == instants[i]) continue;
            if (tests.Hold(instants.Length - i - 1) != answer) return instants[i] + within;
        }
        return Never;
    }

    internal static int FirstInside(ReadOnlySpan<long> instants, long gone)
    {
        var first = 0;
        while (first < instants.Length && instants[first] <= gone) first++;
        return first;
    }
}

/// <summary>The age of the earliest event inside a sliding window.</summary>
internal sealed class FirstWithinLeaf(InstantsWithin accumulator, bool ofRun, NumberTests tests, long within)
    : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var instants = Read(asking);
        var now = asking.Now.UnixMs;
        var first = CountWithinLeaf.FirstInside(instants, now - within);
        return first < instants.Length && tests.Hold(now - instants[first]);
    }

    public override long NextFlip(Asking asking)
    {
        var instants = Read(asking);
        if (instants.IsEmpty) return Never;
        var now = asking.Now.UnixMs;
        var answer = IsTrue(asking);
        for (var i = CountWithinLeaf.FirstInside(instants, now - within); i < instants.Length; i++)
        {
            if (i > 0 && instants[i - 1] == instants[i]) continue;
            // From here on this one is the earliest, until it leaves as well.
            var from = Math.Max(now, i > 0 ? instants[i - 1] + within : now);
            if (tests.Hold(from - instants[i]) != answer) return from;
            if (tests.FirstFlipOfAge(from - instants[i], within) is { } flip) return instants[i] + flip;
        }
        return answer && instants[^1] + within > now ? instants[^1] + within : Never;
    }
}
