using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Conditions;

/// <summary>Bounds as the definition language writes them, at the bound itself and right beside it.</summary>
public sealed class BoundsOfNumbers
{
    [Theory]
    [InlineData("at_least: 5", false, true, true)]
    [InlineData("more_than: 5", false, false, true)]
    [InlineData("at_most: 5", true, true, false)]
    [InlineData("less_than: 5", true, false, false)]
    public void Count_or_do_not_count_what_reaches_them(string comparison, params bool[] belowAtAbove) =>
        Assert.Equal(belowAtAbove, new[] { "4.99", "5", "5.01" }.Select(points => World.Of(
            $"group: g, kind: multi, tags: [ {{ tag: t, when: {{ attribute: points, {comparison} }} }} ]")
            .Event("03-01 12:00", "e1", "profile", attributes: $"{{'points': {points}}}").Decisions().Length == 1));
}
