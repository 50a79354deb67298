using System.Globalization;
using Shiyu.Simulation.Tests.Towns;

namespace Shiyu.Simulation.Tests;

/// <summary>
/// Hundreds of simulated days. <c>SHIYU_SIMULATION_SEED</c> lives through one seed alone, <c>SHIYU_SIMULATION_SEEDS</c> through so many,
/// <c>SHIYU_SIMULATION_DAYS</c> through so many days of each.
/// </summary>
public sealed class TownsOfSeeds(ITestOutputHelper output)
{
    private static readonly int s_days = Setting("DAYS") ?? 14;

    public static TheoryData<int> Seeds =>
        Setting("SEED") is { } one ? [one] : [.. Enumerable.Range(1, Setting("SEEDS") ?? 15)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_law_is_broken_at_any_step(int seed)
    {
        var town = new Town(seed, s_days);
        await town.LiveAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{town.Trace.Lines} lines, {town.Log.Events} events, {town.Log.Merges} merges, {town.Computer.Crashes} crashes, {town.Versions.Publications} publications, {town.Turns.Taken} existing, {town.Stops.Seen} stops, {town.Wire.Requests} tasks asked for, {town.Wire.Taken} messages taken, {town.Server.Welcomes} welcomes; {town.Trace.Hash}"));
    }

    [Fact]
    public async Task The_same_seed_runs_the_same_way_to_the_byte()
    {
        var (first, second) = (new Town(4_711, 5), new Town(4_711, 5));
        await first.LiveAsync();
        await second.LiveAsync();

        Assert.True(first.Wire.Taken > 0 && first.Computer.Crashes > 0);
        Assert.Equal((first.Trace.Lines, first.Trace.Hash), (second.Trace.Lines, second.Trace.Hash));
    }

    [Fact]
    public void One_thread_carries_all_that_is_asynchronous()
    {
        ThreadPool.GetMaxThreads(out var workers, out _);
        Assert.Equal(1, workers);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable($"SHIYU_SIMULATION_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
