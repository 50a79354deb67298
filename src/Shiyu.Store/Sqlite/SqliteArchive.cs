namespace Shiyu.Store.Sqlite;

/// <summary>An installation's records, only to be read: also while a server holds the folder. Nothing in it is changed.</summary>
public sealed class SqliteArchive : IDisposable
{
    private readonly ReaderPool _readers;

    private SqliteArchive(string file) => _readers = new(file);

    /// <param name="folder">The data folder of an installation.</param>
    /// <exception cref="StoreException">There is no store, another version of the program wrote it, or it cannot be read.</exception>
    public static SqliteArchive Open(string folder)
    {
        var file = Path.Combine(folder, "shiyu.db");
        if (!File.Exists(file)) throw new StoreException($"There is no Shiyu database in {folder}.");
        using (var database = Database.Open(file, readOnly: true))
        {
            var version = database.Scalar("SELECT coalesce(max(version), 0) FROM schema_versions");
            if (version != Statements.Migrations.Count)
                throw new StoreException(
                    $"{file} has schema version {version}, and this program reads {Statements.Migrations.Count}: use the program whose server wrote it last, or start this one's server on it once.");
        }
        return new(file);
    }

    public IStoreReader OpenReader() => _readers.Open();

    public void Dispose() => _readers.Dispose();
}
