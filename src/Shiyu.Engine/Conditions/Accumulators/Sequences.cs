using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>
/// Events that match elements of a sequence, in order. Without a horizon they are kept until the sequence has once occurred (a late event
/// may yet complete it), with one as long as the horizon reaches.
/// </summary>
/// <remarks>
/// The words: the latest first event (Unix ms) of a whole chain; the same of a chain that has come as far as each element but the last;
/// then the events.
/// </remarks>
internal sealed class Sequences(int elements, long within, long? horizon) : Accumulator
{
    /// <summary>No chain has come so far: before every event.</summary>
    public const long None = long.MinValue;

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        if (horizon is null && !cell.IsEmpty && cell.Words[0] != None) return false;
        var changed = false;
        if (horizon is { } reach)
        {
            var gone = matched.Now.UnixMs - reach;
            changed = Forget(ref cell, gone);
            if (matched.At.At.UnixMs <= gone) return changed;
        }
        Add(ref cell, new Member(matched.At, matched.Elements));
        // Occurred once is occurred for ever: nothing else needs to be remembered.
        if (horizon is null && cell.Words[0] != None) cell.Resize(elements);
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        var best = words[0];
        writer.Flag(best != None);
        if (best != None) writer.Int(best);
        var members = MembersOf(words);
        writer.UInt((ulong)members.Length);
        foreach (var (at, mask) in members)
        {
            writer.Moment(at);
            writer.UInt(mask);
        }
    }

    public override void Read(ref AccumulatorCell cell, ref StateReader reader)
    {
        var best = reader.Flag() ? reader.Int() : None;
        MakeRoom(ref cell);
        for (var count = reader.UInt(); count > 0; count--) Add(ref cell, new Member(reader.Moment(), reader.UInt()));
        cell.Words[0] = best;
    }

    private void MakeRoom(ref AccumulatorCell cell)
    {
        if (!cell.IsEmpty) return;
        cell.Resize(elements);
        cell.Words.Fill(None);
    }

    private void Add(ref AccumulatorCell cell, Member member)
    {
        MakeRoom(ref cell);
        var members = MembersOf(cell.Words);
        var index = members.Length;
        while (index > 0 && members[index - 1].At > member.At) index--;
        var isLast = index == members.Length;
        var words = Unsafe.SizeOf<Member>() / sizeof(long);
        cell.InsertWords(elements + (index * words), words);
        MembersOf(cell.Words)[index] = member;
        var progress = cell.Words[..elements];
        if (isLast)
        {
            Chains.Step(progress, member.At.At.UnixMs, member.Elements, within);
            return;
        }
        progress.Fill(None);
        foreach (var one in MembersOf(cell.Words)) Chains.Step(progress, one.At.At.UnixMs, one.Elements, within);
    }

    private bool Forget(ref AccumulatorCell cell, long gone)
    {
        if (cell.IsEmpty) return false;
        var members = MembersOf(cell.Words);
        var left = 0;
        while (left < members.Length && members[left].At.At.UnixMs <= gone) left++;
        cell.RemoveWords(elements, left * (Unsafe.SizeOf<Member>() / sizeof(long)));
        return left > 0;
    }

    private Span<Member> MembersOf(Span<long> words) => MemoryMarshal.Cast<long, Member>(words[elements..]);

    private ReadOnlySpan<Member> MembersOf(ReadOnlySpan<long> words) => MemoryMarshal.Cast<long, Member>(words[elements..]);

    /// <param name="Elements">Which elements it matches, one bit each.</param>
    private readonly record struct Member(Moment At, ulong Elements);
}

/// <summary>How far chains of events have come.</summary>
internal static class Chains
{
    /// <summary>Takes the next event in time.</summary>
    /// <param name="progress">
    /// First the latest first event of a whole chain, then that of a chain up to each element but the last; <see cref="Sequences.None"/> for none.
    /// </param>
    public static void Step(Span<long> progress, long at, ulong mask, long within)
    {
        var elements = progress.Length;
        // From the last element to the first, so that one event is not two elements of one chain.
        for (var element = elements - 1; element >= 0; element--)
        {
            if ((mask & (1UL << element)) == 0) continue;
            var first = element == 0 ? at : progress[element];
            if (first == Sequences.None || at - first > within) continue;
            ref var latest = ref progress[element == elements - 1 ? 0 : element + 1];
            if (latest < first) latest = first;
        }
    }
}

/// <param name="horizon">Null: whenever it was.</param>
internal sealed class SequenceLeaf(Sequences accumulator, bool ofRun, long? horizon) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking) => Best(asking) is var best and not Sequences.None && !(asking.Now.UnixMs - best >= horizon);

    public override long NextFlip(Asking asking) =>
        horizon is { } reach && Best(asking) is var best and not Sequences.None && best + reach > asking.Now.UnixMs ? best + reach : Never;

    private long Best(Asking asking) => Read(asking) is [var best, ..] ? best : Sequences.None;
}
