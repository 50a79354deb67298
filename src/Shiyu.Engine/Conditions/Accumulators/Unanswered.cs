using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>The latest of the asking events and the latest of the answering ones.</summary>
internal sealed class Unanswered : Accumulator
{
    public const ulong Asked = 1, Answered = 2;

    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        if (cell.IsEmpty) cell.Insert(0, new Pair { Asked = Pair.None, Answered = Pair.None });
        ref var latest = ref cell.As<Pair>()[0];
        var changed = false;
        if ((matched.Elements & Asked) != 0 && matched.At > latest.Asked) (latest.Asked, changed) = (matched.At, true);
        if ((matched.Elements & Answered) != 0 && matched.At > latest.Answered) (latest.Answered, changed) = (matched.At, true);
        return changed;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer)
    {
        var latest = System.Runtime.InteropServices.MemoryMarshal.Cast<long, Pair>(words)[0];
        WriteOne(latest.Asked, ref writer);
        WriteOne(latest.Answered, ref writer);

        static void WriteOne(Moment moment, ref StateWriter writer)
        {
            writer.Flag(moment != Pair.None);
            if (moment != Pair.None) writer.Moment(moment);
        }
    }

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => cell.Insert(0, new Pair
    {
        Asked = reader.Flag() ? reader.Moment() : Pair.None,
        Answered = reader.Flag() ? reader.Moment() : Pair.None,
    });

    internal struct Pair
    {
        /// <summary>Before every event.</summary>
        public static readonly Moment None = new(Instant.Min, long.MinValue);

        public Moment Asked;
        public Moment Answered;
    }
}

/// <param name="within">Null: however long ago.</param>
internal sealed class UnansweredLeaf(Unanswered accumulator, bool ofRun, long waited, long? within) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        if (Open(asking) is not { } since) return false;
        var age = asking.Now.UnixMs - since;
        return age >= waited && !(age >= within);
    }

    public override long NextFlip(Asking asking)
    {
        if (Open(asking) is not { } since || within <= waited) return Never;
        var age = asking.Now.UnixMs - since;
        if (age < waited) return since + waited;
        return age < within ? since + within.Value : Never;
    }

    private long? Open(Asking asking)
    {
        if (Read<Unanswered.Pair>(asking) is not [var latest]) return null;
        return latest.Asked == Unanswered.Pair.None || latest.Answered > latest.Asked ? null : latest.Asked.At.UnixMs;
    }
}
