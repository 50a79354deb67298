using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>The latest matching instant: enough for "at least one within d" and for <c>last</c>, whatever the window.</summary>
internal sealed class Latest(long since) : Accumulator
{
    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var at = matched.At.At.UnixMs;
        if (at < since || (!cell.IsEmpty && at <= cell.Words[0])) return false;
        cell.Resize(1);
        cell.Words[0] = at;
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => writer.Int(words[0]);

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => cell.Insert(0, reader.Int());
}

/// <summary>The earliest matching instant, for <c>first</c> without a sliding window.</summary>
internal sealed class Earliest(long since) : Accumulator
{
    public override bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched)
    {
        var at = matched.At.At.UnixMs;
        if (at < since || (!cell.IsEmpty && at >= cell.Words[0])) return false;
        cell.Resize(1);
        cell.Words[0] = at;
        return true;
    }

    public override void Write(ReadOnlySpan<long> words, ref StateWriter writer) => writer.Int(words[0]);

    public override void Read(ref AccumulatorCell cell, ref StateReader reader) => cell.Insert(0, reader.Int());
}

/// <summary>Whether there is one within a window: a count that one event settles.</summary>
internal sealed class AnyWithinLeaf(Latest accumulator, bool ofRun, long within, bool ifNone, bool ifAny) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var words = Read(asking);
        return !words.IsEmpty && asking.Now.UnixMs - within < words[0] ? ifAny : ifNone;
    }

    public override long NextFlip(Asking asking)
    {
        var words = Read(asking);
        return !words.IsEmpty && ifNone != ifAny && words[0] + within > asking.Now.UnixMs ? words[0] + within : Never;
    }
}

/// <summary>The age of one instant; false when there is none, or when it has left the window.</summary>
/// <param name="within">Null without a sliding window.</param>
internal sealed class AgeLeaf(Accumulator accumulator, bool ofRun, NumberTests tests, long? within) : AccumulatorLeaf(accumulator, ofRun)
{
    public override bool IsTrue(Asking asking)
    {
        var words = Read(asking);
        if (words.IsEmpty) return false;
        var age = asking.Now.UnixMs - words[0];
        return !(age >= within) && tests.Hold(age);
    }

    public override long NextFlip(Asking asking)
    {
        var words = Read(asking);
        if (words.IsEmpty) return Never;
        var age = asking.Now.UnixMs - words[0];
        if (age >= within) return Never;
        if (tests.FirstFlipOfAge(age, within ?? long.MaxValue) is { } flip) return words[0] + flip;
        return within is { } window && tests.Hold(age) ? words[0] + window : Never;
    }
}
