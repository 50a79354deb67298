using Shiyu.Runtime.Time;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>What rests or waits by wall time does so although the machine's clock is set.</summary>
public sealed class TimeThatIsSteady
{
    private readonly WallThatIsSet _wall = new();

    [Theory]
    [InlineData(48)]
    [InlineData(-48)]
    public void Passes_as_time_really_does_when_the_clock_is_set(int hours)
    {
        var steady = new SteadyTime(_wall);

        _wall.Passes(TimeSpan.FromMinutes(1));
        _wall.IsSet(TimeSpan.FromHours(hours));
        _wall.Passes(TimeSpan.FromMinutes(1));

        Assert.Equal(RunningWorld.Start.AddMinutes(2), steady.GetUtcNow());
    }

    [Fact]
    public void Begins_with_the_clock_as_it_is()
    {
        _wall.IsSet(TimeSpan.FromHours(3));

        Assert.Equal(RunningWorld.Start.AddHours(3), new SteadyTime(_wall).GetUtcNow());
    }

    private sealed class WallThatIsSet : TimeProvider
    {
        private TimeSpan _passed;
        private TimeSpan _ahead;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => RunningWorld.Start + _passed + _ahead;

        public override long GetTimestamp() => _passed.Ticks;

        public void Passes(TimeSpan time) => _passed += time;

        public void IsSet(TimeSpan by) => _ahead += by;
    }
}
