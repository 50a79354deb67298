namespace Shiyu.Store.Tests.Conformance;

/// <summary>What every store must do. A new implementation inherits the suite and says how it opens.</summary>
public abstract partial class StoreConformance : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private IStore _store;

    protected StoreConformance() => _store = Open(_folder.Path);

    protected string Folder => _folder.Path;

    protected IStore Store => _store;

    /// <summary>Opens the store in a folder with <see cref="Make.EventIdOf"/>, sealing event ids after few.</summary>
    protected abstract IStore Open(string folder);

    /// <summary>Waits for what the store does behind its commits.</summary>
    protected abstract void Settle(IStore store);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IStore Reopen()
    {
        _store.Dispose();
        return _store = Open(_folder.Path);
    }

    protected T Read<T>(Func<IStoreReader, T> read)
    {
        using var reader = _store.OpenReader();
        return read(reader);
    }
}
