using System.Diagnostics;
using System.Globalization;
using Shiyu.Store.Killed;
using Shiyu.Store.Sqlite;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Store.Tests.Sqlite;

/// <summary>A real process commits in a loop and is killed (kill -9), again and again on the same folder.</summary>
public sealed class ProcessKilledAtAnyMoment(ITestOutputHelper output) : IDisposable
{
    private const int RoundsMin = 5;
    private const int RoundsMax = 20;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(12);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_acknowledged_is_there_exactly_once()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = 0L;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < RoundsMin || (round < RoundsMax && clock.Elapsed < Enough); round++)
        {
            acknowledged = await CommitUntilKilled(random.Next(), linesBeforeKill: random.Next(1, 120));
            Check(acknowledged, round);
        }

        Assert.True(acknowledged > 1_000, $"The rounds were too short to show anything: {acknowledged} rows.");
    }

    private async Task<long> CommitUntilKilled(int seed, int linesBeforeKill)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Shiyu.Store.Killed.dll"), _folder.Path, seed.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var acknowledged = 0L;
        for (var lines = 0; await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line; lines++)
        {
            // What it had said before it was killed counts, too, so that reading goes on behind the kill.
            if (lines == linesBeforeKill)
                process.Kill();
            acknowledged = long.Parse(line, CultureInfo.InvariantCulture);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return acknowledged;
    }

    private void Check(long acknowledged, int round)
    {
        using var store = SqliteStore.Open(Expected.In(_folder.Path));
        var last = store.LastPosition;
        Assert.True(last >= acknowledged, $"Round {round}: position {acknowledged} was acknowledged, and the log ends at {last}.");

        using var reader = store.OpenReader();
        var position = 0L;
        foreach (var row in reader.Rows(0, long.MaxValue))
        {
            var expected = Expected.Row(++position);
            Assert.Equal(expected with { Body = default }, row with { Body = default });
            Assert.True(row.Body.Span.SequenceEqual(expected.Body.Span), $"Round {round}: another body at {position}.");
            Assert.True(store.EventIds.Contains(Expected.EventId(position)), $"Round {round}: the id of {position} is lost.");
        }

        Assert.Equal(last, position);
        for (var beyond = last + 1; beyond <= last + 2_000; beyond++)
            Assert.False(store.EventIds.Contains(Expected.EventId(beyond)), $"Round {round}: {beyond} is not in the log of {last}, but its id is known.");

        var sequence = last / Expected.PositionsPerDelivery;
        for (long? before = null; ;)
        {
            var page = reader.Deliveries(Expected.Workspace, new(Before: before, Limit: 500));
            foreach (var delivery in page)
                Assert.Equal(Expected.Delivery(sequence--), delivery);
            if (page.Count < 500)
                break;
            before = page[^1].Sequence;
        }

        Assert.Equal(0, sequence);
        Assert.Equal([new Counter("accepted", last)], reader.Counters(Expected.Workspace));
        Assert.Equal(new FoldCursor(Expected.Workspace, last, last, last), reader.Cursor(Expected.Workspace));
    }
}
