namespace Shiyu.Runtime.Stepping;

/// <summary>
/// Gives the writer and the fold their turns, in place of threads of their own: a simulation decides whose turn it is, and so the same seed runs the same way.
/// </summary>
internal interface IStepper
{
    /// <summary>From now on this loop waits for its turns.</summary>
    void Add(IStepped loop);
}

/// <summary>A loop that can be taken a turn at a time.</summary>
internal interface IStepped
{
    /// <summary>Does what one turn does, without waiting for anything.</summary>
    /// <returns>False when there was nothing to do.</returns>
    bool Step();
}
