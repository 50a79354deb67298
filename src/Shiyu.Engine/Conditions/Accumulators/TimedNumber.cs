using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>A number and when it came.</summary>
internal readonly record struct TimedNumber(long At, decimal Number)
{
    public static void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        var items = MemoryMarshal.Cast<long, TimedNumber>(words);
        writer.UInt((ulong)items.Length);
        long before = 0;
        Span<int> bits = stackalloc int[4];
        foreach (var (at, number) in items)
        {
            writer.Int(at - before);
            before = at;
            decimal.GetBits(number, bits);
            writer.Int(bits[3]);
            writer.UInt((uint)bits[0] | ((ulong)(uint)bits[1] << 32));
            writer.UInt((uint)bits[2]);
        }
    }

    public static void Read(ref AccumulatorCell cell, ref StateReader reader)
    {
        var count = (int)reader.UInt();
        long before = 0;
        for (var i = 0; i < count; i++)
        {
            before += reader.Int();
            cell.Insert(i, new TimedNumber(before, ReadNumber(ref reader)));
        }
    }

    /// <summary>How many have left a window.</summary>
    public static int FirstInside(ReadOnlySpan<TimedNumber> items, long gone)
    {
        var first = 0;
        while (first < items.Length && items[first].At <= gone) first++;
        return first;
    }

    private static decimal ReadNumber(ref StateReader reader)
    {
        var flags = (int)reader.Int();
        var low = reader.UInt();
        return new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)(uint)reader.UInt(), flags < 0, (byte)(flags >> 16));
    }
}
