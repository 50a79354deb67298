namespace Shiyu.Store.Sqlite;

/// <summary>A borrowed read-only connection. Used by one thread at a time; enumerations may be nested.</summary>
internal sealed class SqliteReader(ReaderPool pool, ReaderConnection connection) : IStoreReader
{
    private const int RowsPerPage = 4096;
    private const int BytesPerPage = 4 << 20;
    private ReaderConnection? _connection = connection;

    private ReaderConnection Connection => _connection ?? throw new ObjectDisposedException(nameof(IStoreReader));

    public long LastPosition()
    {
        var last = Connection.Cached("last_position");
        last.Step();
        var position = last.Integer(0);
        last.Reset();
        return position;
    }

    public LogRow? Row(long position)
    {
        var row = Connection.Cached("row");
        row.Bind(1, position);
        if (!row.Step())
            return null;
        var found = Columns(row, row.Bytes(7).ToArray());
        row.Reset();
        return found;
    }

    // A page is copied whole before its first row is handed out: however long the caller takes over a row, no snapshot is held, and the
    // write-ahead log can start over. Positions are dense and commit in order, so that a later page cannot have missed one.
    public IEnumerable<LogRow> Rows(long after, long through)
    {
        var page = new List<LogRow>();
        var bytes = new byte[64 << 10];
        while (after < through)
        {
            ReadPage(page, ref bytes, after, through);
            if (page.Count == 0)
                yield break;
            foreach (var row in page)
                yield return row;
            after = page[^1].Position;
        }
    }

    public FoldCursor? Cursor(int workspace)
    {
        var cursor = Connection.Cached("cursor");
        cursor.Bind(1, workspace);
        if (!cursor.Step())
            return null;
        var found = new FoldCursor(workspace, cursor.Integer(0), cursor.Integer(1), cursor.Integer(2));
        cursor.Reset();
        return found;
    }

    public IEnumerable<StoredIdentity> Identities(int workspace)
    {
        using var identities = Connection.Fresh("identities");
        identities.Bind(1, workspace);
        while (identities.Step())
            yield return new(workspace, (byte)identities.Integer(0), identities.Text(1), identities.Integer(2));
    }

    public IEnumerable<StoredState> States(int workspace)
    {
        using var states = Connection.Fresh("states");
        states.Bind(1, workspace);
        while (states.Step())
            yield return new((short)states.Integer(0), workspace, states.Integer(1), states.Integer(2), states.Bytes(3).ToArray());
    }

    public StoredState? State(int workspace, short shard, long customer)
    {
        var state = Connection.Cached("state");
        state.Bind(1, shard);
        state.Bind(2, workspace);
        state.Bind(3, customer);
        if (!state.Step())
            return null;
        var found = new StoredState(shard, workspace, customer, state.Integer(0), state.Bytes(1).ToArray());
        state.Reset();
        return found;
    }

    public IEnumerable<Counter> Counters(int workspace)
    {
        using var counters = Connection.Fresh("counters");
        counters.Bind(1, workspace);
        while (counters.Step())
            yield return new(counters.Text(0), counters.Integer(1));
    }

    public IReadOnlyList<Delivery> Deliveries(int workspace, DeliveryQuery query)
    {
        if (query.Limit is < 1 or > 500)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "Limit is 1 to 500.");
        var deliveries = Connection.CachedSql(DeliveryStatement.For(query));
        deliveries.Bind(1, workspace);
        deliveries.Bind(2, query.After ?? query.Before ?? long.MaxValue);
        deliveries.Bind(3, query.Limit);
        if (query.State is { } state)
            deliveries.Bind(4, (long)state);
        if (query.Customer is { } customer)
            deliveries.Bind(5, customer);
        if (query.Sop is not null)
            deliveries.Bind(6, query.Sop);
        if (query.Kind is not null)
            deliveries.Bind(7, query.Kind);
        if (query.Touchpoint is not null)
            deliveries.Bind(8, query.Touchpoint);
        if (query.Task is not null)
            deliveries.Bind(9, query.Task);
        var found = new List<Delivery>();
        while (deliveries.Step())
            found.Add(DeliveryOf(deliveries));
        return found;
    }

    public Delivery? Delivery(int workspace, long sequence)
    {
        var delivery = Connection.CachedSql(Statements.Named("deliveries") + "\nWHERE workspace = ?1 AND sequence = ?2");
        delivery.Bind(1, workspace);
        delivery.Bind(2, sequence);
        if (!delivery.Step())
            return null;
        var found = DeliveryOf(delivery);
        delivery.Reset();
        return found;
    }

    public Delivery? Act(int workspace, UInt128 id)
    {
        var act = Connection.CachedSql(DeliveryStatement.Act);
        act.Bind(1, workspace);
        act.Bind(2, id);
        if (!act.Step())
            return null;
        var found = DeliveryOf(act);
        act.Reset();
        return found;
    }

    public long LastDeliverySequence(int workspace)
    {
        var last = Connection.Cached("last_delivery");
        last.Bind(1, workspace);
        last.Step();
        var sequence = last.Integer(0);
        last.Reset();
        return sequence;
    }

    public byte[]? Document(int workspace, string collection, string key)
    {
        var document = Connection.Cached("document");
        document.Bind(1, workspace);
        document.Bind(2, collection);
        document.Bind(3, key);
        if (!document.Step())
            return null;
        var value = document.Bytes(0).ToArray();
        document.Reset();
        return value;
    }

    public IReadOnlyList<Document> Documents(int workspace, string collection, string after, int limit)
    {
        var documents = Connection.Cached("documents");
        documents.Bind(1, workspace);
        documents.Bind(2, collection);
        documents.Bind(3, after);
        documents.Bind(4, limit);
        var found = new List<Document>();
        while (documents.Step())
            found.Add(new(workspace, collection, documents.Text(0), documents.Bytes(1).ToArray()));
        return found;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } returned)
            pool.Return(returned);
    }

    private void ReadPage(List<LogRow> page, ref byte[] bytes, long after, long through)
    {
        page.Clear();
        var used = 0;
        var rows = Connection.Cached("rows");
        rows.Bind(1, after);
        rows.Bind(2, Math.Min(through, after + RowsPerPage));
        while (used < BytesPerPage && rows.Step())
        {
            var body = rows.Bytes(7);
            // Rows before this one keep the array they were copied to.
            if (used + body.Length > bytes.Length)
                (bytes, used) = (new byte[Math.Max(bytes.Length * 2, body.Length)], 0);
            body.CopyTo(bytes.AsSpan(used));
            page.Add(Columns(rows, bytes.AsMemory(used, body.Length)));
            used += body.Length;
        }

        rows.Reset();
    }

    private static LogRow Columns(Statement row, ReadOnlyMemory<byte> body) => new(
        row.Integer(0), (short)row.Integer(1), (int)row.Integer(2), row.Integer(3), row.Integer(4), row.Integer(5), row.Integer(6), body);

    private static Delivery DeliveryOf(Statement row) => new()
    {
        Shard = (short)row.Integer(0),
        Workspace = (int)row.Integer(1),
        Sequence = row.Integer(2),
        Id = row.Id(3),
        Customer = row.Integer(4),
        Sop = row.Text(5),
        Run = row.Id(6),
        Step = row.Text(7),
        Kind = row.Text(8),
        Touchpoint = row.Text(9),
        Content = row.Text(10),
        State = (DeliveryState)row.Integer(11),
        Reason = row.TextOrNull(12),
        Member = row.TextOrNull(13),
        Task = row.TextOrNull(14),
        PlannedAtMs = row.Integer(15),
        DueAtMs = row.Integer(16),
        ExpiresAtMs = row.Integer(17),
        UpdatedAtMs = row.Integer(18),
        PlannedPosition = row.Integer(19),
        Decision = row.TextOrNull(20),
    };
}
