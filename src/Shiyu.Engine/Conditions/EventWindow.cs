using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>Which events of a history take part. At most one of the two is set; with neither, all do.</summary>
/// <param name="Within">Events <c>s</c> with <c>now - within &lt; s</c>.</param>
/// <param name="Since">Events <c>s</c> with <c>s >= since</c>.</param>
public readonly record struct EventWindow(Duration? Within, DateValue? Since)
{
    public static readonly EventWindow Ever = default;
}
