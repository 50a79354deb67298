namespace Shiyu.Simulation.Tests.Machine;

/// <summary>Chance from one seed. Each part of the world has its own, so that one more draw in one place does not turn all others round.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>True once in so many.</summary>
    public bool OnceIn(double times) => _random.NextDouble() * times < 1;

    public double Next() => _random.NextDouble();

    public int Below(int bound) => _random.Next(bound);

    public int Between(int from, int through) => _random.Next(from, through + 1);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Mostly short, sometimes several times as long.</summary>
    public TimeSpan About(TimeSpan mean) => TimeSpan.FromMilliseconds(Math.Round(-Math.Log(1 - _random.NextDouble()) * mean.TotalMilliseconds));

    public TimeSpan Within(TimeSpan most) => TimeSpan.FromMilliseconds(Math.Round(_random.NextDouble() * most.TotalMilliseconds));

    public Guid Guid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
