using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shiyu.Store;
using Shiyu.Store.Sqlite;

namespace Shiyu.Bench;

/// <summary>Commits of log rows only, through the store, against <see cref="RawBaseline"/> before and after on the same disk.</summary>
public static class StoreBench
{
    public static void Run(string folder, long rows, TextWriter output)
    {
        var like = Rows(10_000);
        foreach (var perCommit in new[] { 1_000, 10_000 })
        {
            var before = RawBaseline.Run(folder, rows, perCommit, like);
            var (rate, slowestMs, walMb) = Commits(Path.Combine(folder, $"store-{Guid.NewGuid():N}"), rows, perCommit, like);
            var after = RawBaseline.Run(folder, rows, perCommit, like);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{perCommit} a commit: {rate:N0} rows/s (commits p50 {slowestMs[0]:F1} ms, p99 {slowestMs[1]:F1} ms, slowest {slowestMs[2]:F1} ms; write-ahead log up to {walMb} MB), direct {before:N0} and {after:N0}; ratio {rate / Math.Max(before, after):F2}"));
        }
    }

    private static (double Rate, double[] Milliseconds, long WalMb) Commits(string folder, long rows, int perCommit, LogRow[] like)
    {
        var times = new List<double>();
        var wal = 0L;
        double rate;
        using (var store = SqliteStore.Open(new() { Folder = folder, EventIdOf = _ => null }))
        {
            var commit = new Commit();
            var clock = Stopwatch.StartNew();
            while (store.LastPosition < rows)
            {
                var start = clock.Elapsed;
                for (var position = store.LastPosition + 1; commit.Rows.Count < perCommit; position++)
                    commit.Rows.Add(like[position % like.Length] with { Position = position });
                store.Commit(commit);
                commit.Clear();
                times.Add((clock.Elapsed - start).TotalMilliseconds);
                wal = Math.Max(wal, new FileInfo(Path.Combine(folder, "shiyu.db-wal")).Length);
            }

            rate = rows / clock.Elapsed.TotalSeconds;
        }

        Directory.Delete(folder, recursive: true);
        times.Sort();
        return (rate, [times[times.Count / 2], times[times.Count * 99 / 100], times[^1]], wal >> 20);
    }

    private static LogRow[] Rows(int count)
    {
        var random = new Random(11);
        var rows = new LogRow[count];
        for (var index = 0; index < count; index++)
        {
            var customer = random.Next(1_000_000);
            var body = $$"""{"type":"track","event":"Product Viewed","messageId":"{{random.NextInt64():x16}}{{random.NextInt64():x16}}","userId":"u{{customer}}","properties":{"product":"P-{{random.Next(1000)}}","price":{{random.Next(10_000)}}},"timestamp":"2026-11-11T08:00:00Z"}""";
            rows[index] = new(0, (short)(customer % 64), 1, customer, random.Next(1_000_000), 1_780_000_000_000 + index, 1_780_000_000_000 + index, Encoding.UTF8.GetBytes(body));
        }

        return rows;
    }
}
