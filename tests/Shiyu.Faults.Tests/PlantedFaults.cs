namespace Shiyu.Faults.Tests;

/// <summary>A suite that lets mistakes pass proves nothing: each of these has to be noticed by the engine's tests.</summary>
public sealed class PlantedFaults(FaultyEngine engine) : IClassFixture<FaultyEngine>
{
    public static TheoryData<string> Names => [.. Faults.All.Select(fault => fault.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Are_noticed(string name)
    {
        var fault = Faults.All.Single(fault => fault.Name == name);

        var (passed, said) = await engine.RunAsync(name, [fault.CaughtBy]);

        Assert.False(passed, $"{fault.CaughtBy} lets it pass that {name}:\n{said}");
        // A test failed, and not the program that runs them.
        Assert.Contains("[FAIL]", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_all_that_the_tests_notice()
    {
        var (passed, said) = await engine.RunAsync(null, Faults.All.Select(fault => fault.CaughtBy).Distinct());

        Assert.True(passed, said);
    }
}
