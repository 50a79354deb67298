using System.Numerics;
using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>An exact sum and how many went into it, ever or since a date: however long the history, a few words.</summary>
/// <remarks>The words: how many; then the sum × 10^28, two's complement, the lowest word first.</remarks>
internal sealed class SumEver(long since, int property) : Accumulator
{
    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        if (matched.At.At.UnixMs < since || !matched.Property(property).TryNumber(out var number)) return false;
        var words = cell.Words;
        if (words.IsEmpty) Put(ref cell, 1, Decimals.Scaled(number));
        else Put(ref cell, words[0] + 1, SumOf(words) + Decimals.Scaled(number));
        return true;
    }

    public static BigInteger SumOf(ReadOnlySpan<long> words) => new(MemoryMarshal.AsBytes(words[1..]));

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        writer.Int(words[0]);
        writer.Big(SumOf(words));
    }

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => Put(ref cell, reader.Int(), reader.Big());

    private static void Put(ref AccumulatorCell cell, long count, BigInteger sum)
    {
        cell.Resize(1 + ((sum.GetByteCount() + sizeof(long) - 1) / sizeof(long)));
        cell.Words[0] = count;
        var rest = cell.Words[1..];
        rest.Fill(sum.Sign < 0 ? -1 : 0);
        sum.TryWriteBytes(MemoryMarshal.AsBytes(rest), out _);
    }
}

internal sealed class SumEverLeaf(SumEver accumulator, bool ofRun, NumberTests tests, bool isAverage) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var words = Read(asking);
        if (words.IsEmpty) return !isAverage && tests.Hold(0);
        return tests.Hold(SumEver.SumOf(words), isAverage ? words[0] : 1);
    }

    public override long NextFlip(Asking asking) => Never;
}

/// <summary>The numbers inside a sliding window with their instants, ascending.</summary>
internal sealed class NumbersWithin(long within, int property) : Accumulator
{
    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var gone = matched.Now.UnixMs - within;
        var left = TimedNumber.FirstInside(cell.As<TimedNumber>(), gone);
        cell.Remove<TimedNumber>(0, left);
        var at = matched.At.At.UnixMs;
        if (at <= gone || !matched.Property(property).TryNumber(out var number)) return left > 0;
        var items = cell.As<TimedNumber>();
        var index = items.Length;
        while (index > 0 && items[index - 1].At > at) index--;
        cell.Insert(index, new TimedNumber(at, number));
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => TimedNumber.Write(words, ref writer);

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => TimedNumber.Read(ref cell, ref reader);
}

internal sealed class SumWithinLeaf(NumbersWithin accumulator, bool ofRun, NumberTests tests, long within, bool isAverage)
    : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var items = Read<TimedNumber>(asking);
        var inside = items[TimedNumber.FirstInside(items, asking.Now.UnixMs - within)..];
        return Answer(SumOf(inside), inside.Length);
    }

    public override long NextFlip(Asking asking)
    {
        var items = Read<TimedNumber>(asking);
        items = items[TimedNumber.FirstInside(items, asking.Now.UnixMs - within)..];
        if (items.IsEmpty) return Never;
        var sum = SumOf(items);
        var answer = Answer(sum, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            sum.Subtract(items[i].Number);
            if (i + 1 < items.Length && items[i + 1].At == items[i].At) continue;
            if (Answer(sum, items.Length - i - 1) != answer) return items[i].At + within;
        }
        return Never;
    }

    private static ExactSum SumOf(ReadOnlySpan<TimedNumber> items)
    {
        var sum = new ExactSum();
        foreach (var item in items) sum.Add(item.Number);
        return sum;
    }

    private bool Answer(in ExactSum sum, int count) => isAverage ? count > 0 && tests.Hold(sum, count) : tests.Hold(sum, 1);
}
