namespace Shiyu.Engine;

/// <summary>When one rule's answer changes by time alone.</summary>
internal struct RuleChange
{
    public int Rule;

    /// <summary>Unix ms; <see cref="long.MaxValue"/> for never.</summary>
    public long AtMs;
}
