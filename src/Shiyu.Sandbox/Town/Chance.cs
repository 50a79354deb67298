using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Sandbox.Town;

/// <summary>
/// SplitMix64: chance that is the same on every machine and runtime for a seed. Each person has an own stream, so that one person's luck
/// does not depend on what others happened to do.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    public static Chance For(ulong seed, string whom) =>
        new(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{whom}"))));

    /// <summary>0 ≤ x &lt; 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }

    public bool Happens(double probability) => Next() < probability;

    public double Between(double from, double to) => from + Next() * (to - from);

    public int Whole(int from, int toInclusive) => from + (int)(Next() * (toInclusive - from + 1));

    public TimeSpan Minutes(double from, double to) => TimeSpan.FromMilliseconds(Math.Round(Between(from, to) * 60_000));

    /// <summary>Exponential waiting time, at most six means.</summary>
    public double Waiting(double mean) => Math.Min(-Math.Log(1 - Next()), 6) * mean;

    public T Pick<T>(IReadOnlyList<T> from) => from[(int)(Next() * from.Count)];
}
