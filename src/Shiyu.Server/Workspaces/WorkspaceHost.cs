using Microsoft.AspNetCore.Hosting.Server;
using Shiyu.Runtime;
using Shiyu.Server.Hosting;
using Shiyu.Server.SignIn;

namespace Shiyu.Server.Workspaces;

/// <summary>A workspace beside the default one: its runtime and the services around it. Requests come in through the one server of the process.</summary>
internal sealed class WorkspaceHost : IAsyncDisposable
{
    private readonly IHost _host;
    private volatile bool _closing;

    private WorkspaceHost(Workspace workspace, ShiyuRuntime runtime, IHost host) => (Workspace, Runtime, _host) = (workspace, runtime, host);

    public Workspace Workspace { get; }

    public ShiyuRuntime Runtime { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>What was made at this start, to be shown once.</summary>
    public NewSecrets New => Services.GetRequiredService<OpenedSecrets>().New;

    /// <summary>Completes when this workspace is closed; fails when it cannot go on because its writer, its fold or one of its services has failed.</summary>
    public async Task EndedAsync()
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await await Task.WhenAny(Runtime.Failure, stopping.Task);
        // A host stops by itself only when a service of its failed; what failed stands in the log.
        if (!_closing) throw new InvalidOperationException("one of its services has failed.");
    }

    /// <param name="options">Those of this workspace.</param>
    /// <param name="installation">The default workspace's services: the server and its logs are everybody's.</param>
    public static async Task<WorkspaceHost> OpenAsync(Workspace workspace, ServerOptions options, IServiceProvider installation, CancellationToken stop)
    {
        var runtime = await ServerProcess.OpenRuntimeAsync(options, stop);
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shiyu", ContentRootPath = AppContext.BaseDirectory });
            builder.Services.AddWorkspace(workspace, options, runtime);
            builder.Services.AddSingleton(installation.GetRequiredService<ILoggerFactory>());
            builder.Services.AddSingleton(installation.GetRequiredService<IServer>());
            builder.Services.AddSingleton(installation.GetRequiredService<EndpointDataSource>());
            // Signals end the process, and the process ends its workspaces.
            builder.Services.AddSingleton<IHostLifetime, NoSignals>();
            var host = builder.Build();
            // A wrong key ring ends the start with its message.
            host.Services.GetRequiredService<Secrets>();
            await host.StartAsync(stop);
            return new WorkspaceHost(workspace, runtime, host);
        }
        catch
        {
            await runtime.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await Runtime.DisposeAsync();
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
