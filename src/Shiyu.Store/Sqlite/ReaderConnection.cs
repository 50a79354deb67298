namespace Shiyu.Store.Sqlite;

/// <summary>A read-only connection with its prepared statements.</summary>
internal sealed class ReaderConnection : IDisposable
{
    private readonly Database _database;
    private readonly Dictionary<string, Statement> _byName = [];
    private readonly Dictionary<string, Statement> _bySql = [];

    public ReaderConnection(string file)
    {
        _database = Database.Open(file, readOnly: true);
        _database.Execute("PRAGMA query_only = 1; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8192");
    }

    public Statement Cached(string name)
    {
        if (!_byName.TryGetValue(name, out var statement))
            _byName.Add(name, statement = _database.PrepareNamed(name));
        return statement;
    }

    public Statement CachedSql(string sql)
    {
        if (!_bySql.TryGetValue(sql, out var statement))
            _bySql.Add(sql, statement = _database.Prepare(sql));
        return statement;
    }

    /// <summary>For an enumeration that hands out rows while it goes on: a second one may begin before it ends.</summary>
    public Statement Fresh(string name) => _database.PrepareNamed(name);

    public void Dispose()
    {
        foreach (var statement in _byName.Values.Concat(_bySql.Values))
            statement.Dispose();
        _database.Dispose();
    }
}
