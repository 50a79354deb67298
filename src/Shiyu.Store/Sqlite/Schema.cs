namespace Shiyu.Store.Sqlite;

/// <summary>Brings a database to this program's version, one migration a transaction.</summary>
internal static class Schema
{
    /// <exception cref="StoreException">The database was written by a newer program, or cannot be changed.</exception>
    public static void Migrate(Database database, TimeProvider time)
    {
        database.Execute("CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY, name text NOT NULL, applied_at_ms bigint NOT NULL)");
        var version = database.Scalar("SELECT coalesce(max(version), 0) FROM schema_versions");
        if (version > Statements.Migrations.Count)
            throw new StoreException($"{database.File} has schema version {version}, and this program knows versions up to {Statements.Migrations.Count}: start the newer program that wrote it.");

        for (var next = (int)version; next < Statements.Migrations.Count; next++)
        {
            var (name, sql) = Statements.Migrations[next];
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(sql);
                using (var record = database.Prepare("INSERT INTO schema_versions (version, name, applied_at_ms) VALUES (?1, ?2, ?3)"))
                {
                    record.Bind(1, next + 1);
                    record.Bind(2, name);
                    record.Bind(3, time.GetUtcNow().ToUnixTimeMilliseconds());
                    record.Run();
                }

                database.Execute("COMMIT");
            }
            catch (StoreException)
            {
                database.Execute("ROLLBACK");
                throw;
            }
        }
    }
}
