using System.Diagnostics;
using Shiyu.Store;
using SQLitePCL;

namespace Shiyu.Bench;

/// <summary>
/// What everything is measured against: the same 8 columns and bytes inserted directly, as fast as one SQLite connection takes them (a
/// prepared statement, write-ahead log, full synchronisation, no secondary index; whatever else as SQLite has it by default).
/// </summary>
public static class RawBaseline
{
    /// <summary>Inserts rows like <paramref name="like"/>, in turn and with positions from 1, into a new database in the folder.</summary>
    /// <returns>Rows a second, from the first BEGIN to the last COMMIT.</returns>
    public static double Run(string folder, long rows, int perTransaction, ReadOnlySpan<LogRow> like)
    {
        Batteries_V2.Init();
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"raw-{Guid.NewGuid():N}.db");
        Check(raw.sqlite3_open(file, out var database));
        try
        {
            Execute(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Execute(database, """
                CREATE TABLE log (position integer PRIMARY KEY, shard smallint NOT NULL, workspace integer NOT NULL, customer bigint NOT NULL,
                    previous bigint NOT NULL, occurred_at_ms bigint NOT NULL, decided_at_ms bigint NOT NULL, body blob NOT NULL)
                """);
            Check(raw.sqlite3_prepare_v2(database, "INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", out var insert));
            var clock = Stopwatch.StartNew();
            for (var position = 0L; position < rows;)
            {
                Execute(database, "BEGIN");
                for (var end = Math.Min(rows, position + perTransaction); position < end;)
                    Insert(insert, ++position, like[(int)(position % like.Length)]);
                Execute(database, "COMMIT");
            }

            clock.Stop();
            insert.Dispose();
            return rows / clock.Elapsed.TotalSeconds;
        }
        finally
        {
            database.Dispose();
            foreach (var ending in new[] { "", "-wal", "-shm" })
                File.Delete(file + ending);
        }
    }

    private static void Insert(sqlite3_stmt insert, long position, in LogRow row)
    {
        raw.sqlite3_bind_int64(insert, 1, position);
        raw.sqlite3_bind_int64(insert, 2, row.Shard);
        raw.sqlite3_bind_int64(insert, 3, row.Workspace);
        raw.sqlite3_bind_int64(insert, 4, row.Customer);
        raw.sqlite3_bind_int64(insert, 5, row.Previous);
        raw.sqlite3_bind_int64(insert, 6, row.OccurredAtMs);
        raw.sqlite3_bind_int64(insert, 7, row.DecidedAtMs);
        raw.sqlite3_bind_blob(insert, 8, row.Body.Span);
        Check(raw.sqlite3_step(insert));
        raw.sqlite3_reset(insert);
    }

    private static void Execute(sqlite3 database, string sql) => Check(raw.sqlite3_exec(database, sql));

    private static void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            throw new InvalidOperationException($"SQLite error {code} in the baseline.");
    }
}
