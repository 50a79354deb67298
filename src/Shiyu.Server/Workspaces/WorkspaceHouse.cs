using System.Collections.Concurrent;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Workspaces;

/// <summary>The workspaces of this installation beside the default one, by name: each is a folder under <c>workspaces/</c> in the data folder.</summary>
internal sealed class WorkspaceHouse(ServerOptions options, IServiceProvider installation) : IAsyncDisposable
{
    /// <summary>How many there may be beside the default one; each has threads and memory of its own.</summary>
    public const int Most = 50;

    private readonly ConcurrentDictionary<string, WorkspaceHost> _hosts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _adding = new(1);
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Folder => Path.Combine(options.DataFolder, "workspaces");

    public IEnumerable<WorkspaceHost> All => _hosts.Values.OrderBy(host => host.Workspace.Name, StringComparer.Ordinal);

    /// <summary>Completes with the error when one of them cannot go on: the process ends then, as it does for the default one.</summary>
    public Task Failure => _failure.Task;

    public WorkspaceHost? Find(string name) => _hosts.GetValueOrDefault(name);

    /// <summary>Opens those that are there.</summary>
    /// <exception cref="IOException">Something else than workspaces stands in their folder.</exception>
    public async Task OpenAllAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var path in Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal))
        {
            if (!Workspace.IsName(Path.GetFileName(path))) throw new IOException($"{path} is no workspace; allowed names: {Workspace.NameAllowed}.");
            await OpenAsync(Path.GetFileName(path), stop);
        }
    }

    /// <summary>Makes a workspace and opens it.</summary>
    /// <param name="name">A name that <see cref="Workspace.IsName"/> allows.</param>
    /// <returns>Null when there is one of this name already, or as many as may be.</returns>
    public async Task<WorkspaceHost?> AddAsync(string name, CancellationToken stop)
    {
        await _adding.WaitAsync(stop);
        try
        {
            return _hosts.ContainsKey(name) || _hosts.Count >= Most ? null : await OpenAsync(name, stop);
        }
        finally
        {
            _adding.Release();
        }
    }

    private async Task<WorkspaceHost> OpenAsync(string name, CancellationToken stop)
    {
        var host = await WorkspaceHost.OpenAsync(new Workspace(name), options.OfWorkspace(Path.Combine(Folder, name)), installation, stop);
        _hosts[name] = host;
        _ = WatchAsync(host);
        return host;
    }

    private async Task WatchAsync(WorkspaceHost host)
    {
        try
        {
            await host.EndedAsync();
        }
        catch (Exception failed)
        {
            _failure.TrySetException(new InvalidOperationException($"the workspace '{host.Workspace.Name}': {failed.GetBaseException().Message}", failed));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in All) await host.DisposeAsync();
        _hosts.Clear();
        _adding.Dispose();
    }
}
