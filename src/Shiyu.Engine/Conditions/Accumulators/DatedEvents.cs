using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>
/// Events whose filter compares one of their dates with now (<c>in_next</c>, <c>in_last</c>): time alone makes them match and unmatch, so
/// that each is kept with its dates while it can still take part.
/// </summary>
/// <param name="keep">How long an event can matter; null: for ever.</param>
/// <param name="property">The measured property's place; negative without one.</param>
internal sealed class DatedEvents(DateTest[] tests, long? keep, long since, int property) : Accumulator
{
    // Its values name tests by their place, and equal keys may have them in another order.
    public override string Layout { get; } = string.Join('|', tests.Select(test => test.Name));

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var rows = RowsOf(cell.Words);
        var changed = false;
        if (keep is { } reach)
        {
            var gone = matched.Now.UnixMs - reach;
            changed = rows.RemoveAll(row => row.At.At.UnixMs <= gone) > 0;
            if (changed) Put(ref cell, rows);
            if (matched.At.At.UnixMs <= gone) return changed;
        }
        if (matched.At.At.UnixMs < since) return changed;

        var elements = matched.Elements;
        var dates = new DateValue[tests.Length];
        for (var i = 0; i < tests.Length; i++)
        {
            if ((elements & tests[i].Element) != 0 && !matched.Property(tests[i].Property).TryDate(out dates[i])) elements &= ~tests[i].Element;
        }
        var value = property >= 0 ? Distinct.ValueOf(matched.Property(property)) : null;
        if (elements == 0) return changed;
        var index = rows.Count;
        while (index > 0 && rows[index - 1].At > matched.At) index--;
        rows.Insert(index, new DatedEvent(matched.At, elements, dates, value));
        Put(ref cell, rows);
        return true;
    }

    /// <summary>The elements that an event matches at an instant.</summary>
    public ulong ElementsAt(DatedEvent row, Instant now, ZoneTable zone)
    {
        var elements = row.Elements;
        for (var i = 0; i < tests.Length; i++)
        {
            if ((elements & tests[i].Element) != 0 && !tests[i].Comparison.HoldsAt(row.Dates[i], now, zone)) elements &= ~tests[i].Element;
        }
        return elements;
    }

    public void AddBoundaries(DatedEvent row, Instant now, long until, ZoneTable zone, List<long> boundaries)
    {
        for (var i = 0; i < tests.Length; i++)
        {
            if ((row.Elements & tests[i].Element) != 0) tests[i].Comparison.AddBoundaries(row.Dates[i], now, until, zone, boundaries);
        }
    }

    public bool IsYearly { get; } = tests.Any(test => test.Comparison.IsYearly);

    /// <summary>The last of the boundaries (Unix ms) that do not come again.</summary>
    public long LastSingleBoundary(DatedEvent row, ZoneTable zone)
    {
        long last = 0;
        for (var i = 0; i < tests.Length; i++)
        {
            if ((row.Elements & tests[i].Element) != 0) last = Math.Max(last, tests[i].Comparison.LastSingleBoundary(row.Dates[i], zone));
        }
        return last;
    }

    /// <summary>In order of history.</summary>
    public List<DatedEvent> RowsOf(ReadOnlySpan<long> words)
    {
        if (words.IsEmpty) return [];
        var reader = new StateReader(BytesOf(words));
        return ReadRows(ref reader);
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => writer.Raw(BytesOf(words));

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => Put(ref cell, ReadRows(ref reader));

    // Such conditions are rare and keep few events: bytes that are read for every question are small, and simple enough.
    private static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<long> words) => MemoryMarshal.AsBytes(words[1..])[..(int)words[0]];

    private static void Put(ref AccumulatorCell cell, List<DatedEvent> rows)
    {
        if (rows.Count == 0)
        {
            cell.Resize(0);
            return;
        }
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new StateWriter(bytes);
        WriteRows(rows, ref writer);
        cell.Resize(1 + ((bytes.WrittenCount + sizeof(long) - 1) / sizeof(long)));
        cell.Words[0] = bytes.WrittenCount;
        bytes.WrittenSpan.CopyTo(MemoryMarshal.AsBytes(cell.Words[1..]));
    }

    private static void WriteRows(List<DatedEvent> rows, ref StateWriter writer)
    {
        writer.UInt((ulong)rows.Count);
        foreach (var row in rows)
        {
            writer.Moment(row.At);
            writer.UInt(row.Elements);
            foreach (var date in row.Dates)
            {
                writer.Int(date.LocalMs);
                writer.Int(date.OffsetMinutes ?? int.MaxValue);
            }
            writer.Flag(row.Value is not null);
            if (row.Value is not null) Distinct.WriteValue(row.Value, ref writer);
        }
    }

    private List<DatedEvent> ReadRows(ref StateReader reader)
    {
        var count = (int)reader.UInt();
        var rows = new List<DatedEvent>(count);
        for (; count > 0; count--)
        {
            var at = reader.Moment();
            var elements = reader.UInt();
            var dates = new DateValue[tests.Length];
            for (var i = 0; i < dates.Length; i++)
            {
                var local = reader.Int();
                var offset = (int)reader.Int();
                dates[i] = new DateValue(local, offset == int.MaxValue ? null : offset);
            }
            rows.Add(new DatedEvent(at, elements, dates, reader.Flag() ? Distinct.ReadValue(ref reader) : null));
        }
        return rows;
    }
}

/// <param name="Elements">The elements that it matches but for the comparisons with now.</param>
/// <param name="Dates">One per test; what a test of an unmatched element finds is never read.</param>
internal sealed record DatedEvent(Moment At, ulong Elements, DateValue[] Dates, object? Value);

/// <param name="Element">The bit of the element that it belongs to.</param>
/// <param name="Property">The date's place in the event.</param>
/// <param name="Path">The property's name.</param>
internal sealed record DateTest(ulong Element, int Property, string Path, Comparison Comparison)
{
    /// <summary>Equal for tests that ask the same.</summary>
    public string Name => $"{Element} {Path.Length}:{Path} {Comparison.Key}";
}

/// <summary>Answers from kept events as a scan would.</summary>
/// <param name="shifts">How long (ms) after an event its part in the answer may change.</param>
internal abstract class DatedLeaf(DatedEvents accumulator, bool ofRun, long[] shifts) : AccumulatorLeaf(accumulator, ofRun)
{
    public sealed override bool IsTrue(Asking asking)
    {
        var matching = new List<(DatedEvent Event, ulong Elements)>();
        foreach (var row in Rows(asking))
        {
            if (accumulator.ElementsAt(row, asking.Now, asking.Zone) is var elements and not 0) matching.Add((row, elements));
        }
        return Answer(matching, asking.Now.UnixMs);
    }

    public sealed override long NextFlip(Asking asking)
    {
        var boundaries = new List<long>();
        var last = LastSingle(asking);
        foreach (var row in Rows(asking))
        {
            foreach (var shift in shifts) boundaries.Add(row.At.At.UnixMs + shift);
            accumulator.AddBoundaries(row, asking.Now, last, asking.Zone, boundaries);
        }
        return FirstFlipAmong(boundaries, asking);
    }

    public sealed override long? PeriodicFrom(Asking asking) => accumulator.IsYearly ? LastSingle(asking) : null;

    private long LastSingle(Asking asking)
    {
        var longest = shifts.Length == 0 ? 0 : shifts.Max();
        long last = 0;
        foreach (var row in Rows(asking))
            last = Math.Max(last, Math.Max(row.At.At.UnixMs + longest, accumulator.LastSingleBoundary(row, asking.Zone)));
        return last;
    }

    /// <param name="matching">In order of history.</param>
    protected abstract bool Answer(List<(DatedEvent Event, ulong Elements)> matching, long now);

    private List<DatedEvent> Rows(Asking asking) => accumulator.RowsOf(Read(asking));
}

/// <param name="within">Null without a sliding window.</param>
internal sealed class DatedMeasureLeaf(
    DatedEvents accumulator, bool ofRun, MeasureKind kind, NumberTests tests, long? within, long[] shifts)
    : DatedLeaf(accumulator, ofRun, shifts)
{
    protected override bool Answer(List<(DatedEvent Event, ulong Elements)> matching, long now)
    {
        matching.RemoveAll(match => now - match.Event.At.At.UnixMs >= within);
        switch (kind)
        {
            case MeasureKind.Count: return tests.Hold(matching.Count);
            case MeasureKind.Last: return matching.Count > 0 && tests.Hold(now - matching[^1].Event.At.At.UnixMs);
            case MeasureKind.First: return matching.Count > 0 && tests.Hold(now - matching[0].Event.At.At.UnixMs);
            case MeasureKind.Distinct: return tests.Hold(matching.Select(match => match.Event.Value).OfType<object>().Distinct().Count());
        }
        var numbers = matching.Select(match => match.Event.Value).OfType<decimal>().ToList();
        switch (kind)
        {
            case MeasureKind.Max: return numbers.Count > 0 && tests.Hold(numbers.Max());
            case MeasureKind.Min: return numbers.Count > 0 && tests.Hold(numbers.Min());
        }
        var sum = BigInteger.Zero;
        foreach (var number in numbers) sum += Decimals.Scaled(number);
        return kind == MeasureKind.Sum ? tests.Hold(sum, 1) : numbers.Count > 0 && tests.Hold(sum, numbers.Count);
    }
}

/// <param name="horizon">Null: whenever it was.</param>
internal sealed class DatedSequenceLeaf(DatedEvents accumulator, bool ofRun, int elements, long within, long? horizon, long[] shifts)
    : DatedLeaf(accumulator, ofRun, shifts)
{
    protected override bool Answer(List<(DatedEvent Event, ulong Elements)> matching, long now)
    {
        Span<long> progress = new long[elements];
        progress.Fill(Sequences.None);
        foreach (var (row, elementsOf) in matching) Chains.Step(progress, row.At.At.UnixMs, elementsOf, within);
        return progress[0] is var best and not Sequences.None && !(now - best >= horizon);
    }
}

/// <param name="within">Null: however long ago.</param>
internal sealed class DatedUnansweredLeaf(DatedEvents accumulator, bool ofRun, long waited, long? within, long[] shifts)
    : DatedLeaf(accumulator, ofRun, shifts)
{
    protected override bool Answer(List<(DatedEvent Event, ulong Elements)> matching, long now)
    {
        Moment? asked = null, answered = null;
        foreach (var (row, elements) in matching)
        {
            if ((elements & Unanswered.Asked) != 0) asked = row.At;
            if ((elements & Unanswered.Answered) != 0) answered = row.At;
        }
        if (asked is not { } latest || answered > latest) return false;
        var age = now - latest.At.UnixMs;
        return age >= waited && !(age >= within);
    }
}
