using Shiyu.Store.Sqlite;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Store.Tests.Sqlite;

public sealed class SqliteStoreTests : StoreConformance
{
    protected override IStore Open(string folder) =>
        SqliteStore.Open(new() { Folder = folder, EventIdOf = Make.EventIdOf, EventIdsInMemory = 200 });

    protected override void Settle(IStore store) => ((SqliteStore)store).SettleEventIds();
}
