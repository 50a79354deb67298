namespace Shiyu.Engine.Sops;

/// <summary>What becomes of the runs of an SOP that are going when a publication changes it or takes it away.</summary>
public enum RunsChoice : byte
{
    /// <summary>They finish on the version that they go by; whoever enters takes the new one.</summary>
    Pin,

    /// <summary>They go on in the new version by step id; where there is none, they end.</summary>
    Migrate,

    /// <summary>They finish on the version that they go by, and nobody enters before the last of them has ended.</summary>
    Drain,
}
