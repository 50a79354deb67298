namespace Shiyu.Runtime.Folding;

/// <summary>The facts of one commit, all stamped with one decision time.</summary>
internal sealed record FoldGroup(long DecidedAtMs, List<FoldFact> Facts);
