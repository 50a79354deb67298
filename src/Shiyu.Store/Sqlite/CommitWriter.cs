using System.Runtime.InteropServices;

namespace Shiyu.Store.Sqlite;

/// <summary>Writes a commit's parts through statements prepared once.</summary>
internal sealed class CommitWriter(Database database) : IDisposable
{
    private readonly Statement _begin = database.PrepareNamed("begin");
    private readonly Statement _commit = database.PrepareNamed("commit");
    private readonly Statement _rollback = database.PrepareNamed("rollback");
    private readonly Statement _appendRow = database.PrepareNamed("append_row");
    private readonly Statement _putIdentity = database.PrepareNamed("put_identity");
    private readonly Statement _addDelivery = database.PrepareNamed("add_delivery");
    private readonly Statement _changeDelivery = database.PrepareNamed("change_delivery");
    private readonly Statement _replaceDelivery = database.PrepareNamed("replace_delivery");
    private readonly Statement _putCounter = database.PrepareNamed("put_counter");
    private readonly Statement _putState = database.PrepareNamed("put_state");
    private readonly Statement _putDocument = database.PrepareNamed("put_document");
    private readonly Statement _deleteDocument = database.PrepareNamed("delete_document");
    private readonly Statement _putCursor = database.PrepareNamed("put_cursor");

    /// <exception cref="StoreException">Nothing was written.</exception>
    public void Write(Commit commit)
    {
        _begin.Run();
        try
        {
            Rows(CollectionsMarshal.AsSpan(commit.Rows));
            Identities(CollectionsMarshal.AsSpan(commit.Identities));
            foreach (var delivery in commit.NewDeliveries)
                Run(_addDelivery, delivery);
            foreach (var delivery in commit.ChangedDeliveries)
                Change(delivery);
            Counters(CollectionsMarshal.AsSpan(commit.Counters));
            States(CollectionsMarshal.AsSpan(commit.States));
            Documents(CollectionsMarshal.AsSpan(commit.Documents));
            if (commit.Cursor is { } cursor)
                Cursor(cursor);
            _commit.Run();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            _begin, _commit, _rollback, _appendRow, _putIdentity, _addDelivery, _changeDelivery, _replaceDelivery, _putCounter, _putState,
            _putDocument, _deleteDocument, _putCursor,
        })
            statement.Dispose();
    }

    private void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (StoreException)
        {
            // After a full disk or an I/O error SQLite has mostly rolled back by itself, and then says that no transaction is active.
        }
    }

    private void Rows(ReadOnlySpan<LogRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            _appendRow.Bind(1, row.Position);
            _appendRow.Bind(2, row.Shard);
            _appendRow.Bind(3, row.Workspace);
            _appendRow.Bind(4, row.Customer);
            _appendRow.Bind(5, row.Previous);
            _appendRow.Bind(6, row.OccurredAtMs);
            _appendRow.Bind(7, row.DecidedAtMs);
            _appendRow.Bind(8, row.Body.Span);
            _appendRow.Run();
        }
    }

    private void Identities(ReadOnlySpan<StoredIdentity> identities)
    {
        foreach (ref readonly var identity in identities)
        {
            _putIdentity.Bind(1, identity.Workspace);
            _putIdentity.Bind(2, (long)identity.Kind);
            _putIdentity.Bind(3, identity.Value);
            _putIdentity.Bind(4, identity.Customer);
            _putIdentity.Run();
        }
    }

    private void Change(Delivery delivery)
    {
        Run(_changeDelivery, delivery);
        if (database.Changes == 0)
            Run(_replaceDelivery, delivery);
        if (database.Changes == 0)
            throw new StoreException($"Delivery {delivery.Sequence} of workspace {delivery.Workspace} cannot change: {database.File} does not have it.");
    }

    private static void Run(Statement statement, Delivery delivery)
    {
        statement.Bind(1, delivery.Shard);
        statement.Bind(2, delivery.Workspace);
        statement.Bind(3, delivery.Sequence);
        statement.Bind(4, delivery.Id);
        statement.Bind(5, delivery.Customer);
        statement.Bind(6, delivery.Sop);
        statement.Bind(7, delivery.Run);
        statement.Bind(8, delivery.Step);
        statement.Bind(9, delivery.Kind);
        statement.Bind(10, delivery.Touchpoint);
        statement.Bind(11, delivery.Content);
        statement.Bind(12, (long)delivery.State);
        statement.Bind(13, delivery.Reason);
        statement.Bind(14, delivery.Member);
        statement.Bind(15, delivery.Task);
        statement.Bind(16, delivery.PlannedAtMs);
        statement.Bind(17, delivery.DueAtMs);
        statement.Bind(18, delivery.ExpiresAtMs);
        statement.Bind(19, delivery.UpdatedAtMs);
        statement.Bind(20, delivery.PlannedPosition);
        statement.Bind(21, delivery.Decision);
        statement.Run();
    }

    private void Counters(ReadOnlySpan<CounterDelta> counters)
    {
        foreach (ref readonly var counter in counters)
        {
            _putCounter.Bind(1, counter.Workspace);
            _putCounter.Bind(2, counter.Name);
            _putCounter.Bind(3, counter.Delta);
            _putCounter.Run();
        }
    }

    private void States(ReadOnlySpan<StoredState> states)
    {
        foreach (ref readonly var state in states)
        {
            _putState.Bind(1, state.Shard);
            _putState.Bind(2, state.Workspace);
            _putState.Bind(3, state.Customer);
            _putState.Bind(4, state.FoldedThrough);
            _putState.Bind(5, state.Body.Span);
            _putState.Run();
        }
    }

    private void Documents(ReadOnlySpan<Document> documents)
    {
        foreach (ref readonly var document in documents)
        {
            var statement = document.Value is null ? _deleteDocument : _putDocument;
            statement.Bind(1, document.Workspace);
            statement.Bind(2, document.Collection);
            statement.Bind(3, document.Key);
            if (document.Value is not null)
                statement.Bind(4, document.Value);
            statement.Run();
        }
    }

    private void Cursor(FoldCursor cursor)
    {
        _putCursor.Bind(1, cursor.Workspace);
        _putCursor.Bind(2, cursor.Position);
        _putCursor.Bind(3, cursor.ClockMs);
        _putCursor.Bind(4, cursor.CheckpointPosition);
        _putCursor.Run();
    }
}
