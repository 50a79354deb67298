using System.Collections.Immutable;
using System.Numerics;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A measure's comparisons, asked of counts, ages, numbers and exact sums.</summary>
internal sealed class NumberTests
{
    private readonly Test[] _tests;

    // Whether every bound × any count fits into 128 bits.
    private readonly bool _areSmall;

    public NumberTests(ImmutableArray<Comparison> comparisons)
    {
        _tests = [.. comparisons.Select(Test.From)];
        _areSmall = _tests.All(test => test.Bounds.All(bound => ExactSum.TrySmall(bound, out _)));
    }

    /// <summary>At least one: what an event form without a measure asks.</summary>
    public static readonly NumberTests AtLeastOne = new([new Comparison.AtLeast(1)]);

    public bool Hold(decimal value)
    {
        foreach (var test in _tests)
        {
            if (!test.Holds(value)) return false;
        }
        return true;
    }

    /// <summary>Compares sum / divisor without dividing.</summary>
    /// <param name="scaledSum">The sum × 10^28.</param>
    public bool Hold(BigInteger scaledSum, long divisor)
    {
        foreach (var test in _tests)
        {
            if (!test.Holds(scaledSum, divisor)) return false;
        }
        return true;
    }

    /// <summary>The same for a sum that may fit into 128 bits.</summary>
    public bool Hold(in ExactSum sum, long divisor)
    {
        if (!sum.IsSmall || !_areSmall || divisor > int.MaxValue) return Hold(sum.Scaled, divisor);
        foreach (var test in _tests)
        {
            if (!test.Holds(sum.Small, divisor)) return false;
        }
        return true;
    }

    /// <summary>The smallest count from which on every count gives the same answer; at least 1.</summary>
    public int Saturation
    {
        get
        {
            decimal most = 1;
            foreach (var test in _tests)
            {
                foreach (var bound in test.Bounds)
                {
                    // n >= b and n < b settle at ceil(b); the others still tell floor(b) from the next.
                    var from = test.Kind is TestKind.AtLeast or TestKind.LessThan ? decimal.Ceiling(bound) : decimal.Floor(bound) + 1;
                    if (from > most) most = from;
                }
            }
            return most > int.MaxValue ? int.MaxValue : (int)most;
        }
    }

    /// <summary>The first age (milliseconds) above this one at which the answer differs from that at this one; null when none.</summary>
    /// <param name="below">Ages from here on are not looked at.</param>
    public long? FirstFlipOfAge(long age, long below)
    {
        var now = Hold(age);
        long? first = null;
        foreach (var test in _tests)
        {
            foreach (var bound in test.Bounds)
            {
                var at = (long)bound;
                Consider(at);
                Consider(at + 1);
            }
        }
        return first;

        void Consider(long candidate)
        {
            if (candidate > age && candidate < below && (first is null || candidate < first) && Hold(candidate) != now) first = candidate;
        }
    }

    /// <summary>The bounds, for those who look for boundaries by themselves.</summary>
    public IEnumerable<decimal> Bounds => _tests.SelectMany(test => test.Bounds);

    private enum TestKind : byte { Is, IsNot, In, NotIn, AtLeast, MoreThan, AtMost, LessThan }

    private sealed class Test(TestKind kind, decimal[] bounds)
    {
        private readonly BigInteger[] _scaled = [.. bounds.Select(Decimals.Scaled)];

        // Zero for a bound that does not fit; whether all do is asked before.
        private readonly Int128[] _small = [.. bounds.Select(bound => ExactSum.TrySmall(bound, out var small) ? small : 0)];

        public TestKind Kind => kind;

        public decimal[] Bounds => bounds;

        public static Test From(Comparison comparison) => comparison switch
        {
            Comparison.Is { Value: Scalar.Number n } => new(TestKind.Is, [n.Value]),
            Comparison.IsNot { Value: Scalar.Number n } => new(TestKind.IsNot, [n.Value]),
            Comparison.In c => new(TestKind.In, Numbers(c.Values)),
            Comparison.NotIn c => new(TestKind.NotIn, Numbers(c.Values)),
            Comparison.AtLeast c => new(TestKind.AtLeast, [c.Bound]),
            Comparison.MoreThan c => new(TestKind.MoreThan, [c.Bound]),
            Comparison.AtMost c => new(TestKind.AtMost, [c.Bound]),
            Comparison.LessThan c => new(TestKind.LessThan, [c.Bound]),
            _ => throw new ArgumentException($"A measure cannot be compared so: {comparison}.", nameof(comparison)),
        };

        public bool Holds(decimal value) => kind switch
        {
            TestKind.Is => value == bounds[0],
            TestKind.IsNot => value != bounds[0],
            TestKind.In => Array.IndexOf(bounds, value) >= 0,
            TestKind.NotIn => Array.IndexOf(bounds, value) < 0,
            TestKind.AtLeast => value >= bounds[0],
            TestKind.MoreThan => value > bounds[0],
            TestKind.AtMost => value <= bounds[0],
            TestKind.LessThan => value < bounds[0],
        };

        public bool Holds(BigInteger scaledSum, long divisor)
        {
            if (kind is TestKind.In or TestKind.NotIn)
            {
                foreach (var scaled in _scaled)
                {
                    if (scaledSum == scaled * divisor) return kind == TestKind.In;
                }
                return kind == TestKind.NotIn;
            }
            return Holds(scaledSum.CompareTo(_scaled[0] * divisor));
        }

        /// <summary>The same with sum and bounds × 10^8.</summary>
        public bool Holds(Int128 sum, long divisor)
        {
            if (kind is TestKind.In or TestKind.NotIn)
            {
                foreach (var bound in _small)
                {
                    if (sum == bound * divisor) return kind == TestKind.In;
                }
                return kind == TestKind.NotIn;
            }
            return Holds(sum.CompareTo(_small[0] * divisor));
        }

        private bool Holds(int order)
        {
            return kind switch
            {
                TestKind.Is => order == 0,
                TestKind.IsNot => order != 0,
                TestKind.AtLeast => order >= 0,
                TestKind.MoreThan => order > 0,
                TestKind.AtMost => order <= 0,
                _ => order < 0,
            };
        }

        private static decimal[] Numbers(ImmutableArray<Scalar> values) => [.. values.Select(value => ((Scalar.Number)value).Value)];
    }
}
