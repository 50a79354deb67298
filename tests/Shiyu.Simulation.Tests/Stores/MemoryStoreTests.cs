using System.Collections.Concurrent;
using Shiyu.Store;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Simulation.Tests.Stores;

/// <summary>The simulation's store is a store: it keeps what every other keeps.</summary>
public sealed class MemoryStoreTests : StoreConformance
{
    private static readonly ConcurrentDictionary<string, MemoryDisk> s_disks = new(StringComparer.Ordinal);

    protected override IStore Open(string folder) => s_disks.GetOrAdd(folder, name => new MemoryDisk(name)).Open(Make.EventIdOf);

    protected override void Settle(IStore store) { }
}
