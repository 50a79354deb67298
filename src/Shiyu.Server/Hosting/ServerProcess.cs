using System.Net.Sockets;
using System.Security.Cryptography;
using Shiyu.Runtime;
using Shiyu.Server.Cli;
using Shiyu.Server.SignIn;
using Shiyu.Server.Workspaces;
using Shiyu.Store;

namespace Shiyu.Server.Hosting;

/// <summary>One server from start to graceful end: intake stops first, then what it took is committed.</summary>
internal static class ServerProcess
{
    // Less is the ordinary correction of a clock.
    private static readonly TimeSpan ClockAheadMax = TimeSpan.FromMinutes(1);

    /// <param name="ready">Called once the server answers; its task may end the server by throwing, and is cancelled when the server stops.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(ServerOptions options, CancellationToken stop, Func<RunningServer, CancellationToken, Task>? ready = null)
    {
        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        try
        {
            // First, and before any other file is written there: it locks the folder.
            await using var runtime = await OpenRuntimeAsync(options, stop);
            await using var app = ServerHost.Build(options, runtime, out var made);
            var workspaces = app.Services.GetRequiredService<WorkspaceHouse>();
            await workspaces.OpenAllAsync(stop);
            await app.StartAsync(stop);
            var running = new RunningServer(options, app.Urls.First(), made, runtime, app);
            if (ready is null) Announce(running, workspaces);

            using var ending = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping, stop);
            var stopped = Task.Delay(Timeout.Infinite, ending.Token);
            var companion = ready?.Invoke(running, ending.Token) ?? stopped;
            await Task.WhenAny(stopped, runtime.Failure, workspaces.Failure, companion);
            var stoppedByCaller = ending.IsCancellationRequested;
            await ending.CancelAsync();
            await app.StopAsync(CancellationToken.None);

            if (runtime.Failure.IsCompleted) return Fail("The server cannot go on and has stopped: " + (runtime.Failure.Exception?.GetBaseException().Message ?? "the log's writer has ended."));
            if (workspaces.Failure.IsCompleted) return Fail("The server cannot go on and has stopped: " + workspaces.Failure.Exception!.GetBaseException().Message);
            if (companion.IsFaulted) return Fail(companion.Exception!.GetBaseException().Message);
            await companion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return stoppedByCaller || companion.IsCompletedSuccessfully ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException || taken.InnerException is SocketException)
        {
            return Fail($"{options.Urls} cannot be listened on: {taken.InnerException!.Message}. Choose another with --urls or SHIYU_URLS.");
        }
        catch (SocketException refused)
        {
            return Fail($"{options.Urls} cannot be listened on: {refused.Message}. Choose another with --urls or SHIYU_URLS.");
        }
        catch (Exception known) when (known is StoreException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Fail(known.Message);
        }
    }

    /// <summary>Opens the runtime of one workspace.</summary>
    /// <exception cref="StoreException">Its folder is held by another server, or cannot be read or written.</exception>
    public static Task<ShiyuRuntime> OpenRuntimeAsync(ServerOptions options, CancellationToken stop) => ShiyuRuntime.OpenAsync(
        new RuntimeOptions { DataFolder = options.DataFolder, Clock = options.Clock, Warn = message => Console.Error.WriteLine("shiyu: " + message) }, stop);

    private static void Announce(RunningServer running, WorkspaceHouse workspaces)
    {
        Console.Out.WriteLine($"Shiyu 时雨 is ready at {running.Url}");
        Console.Out.WriteLine($"  data              {running.Options.DataFolder}");
        if (running.Options.TimeRate != 1) Console.Out.WriteLine($"  time              runs {running.Options.TimeRate:0.##} times as fast as the wall's");
        else if (running.Options.TimeEpoch is null && running.Runtime.Now - running.Runtime.Wall.GetUtcNow() is var ahead && ahead > ClockAheadMax)
            Console.Out.WriteLine($"  time              stands still for {ahead.TotalHours:0.0} h: the log's last decision lies that far ahead of this machine's clock");
        Secret("console password", running.New.Password);
        Secret("admin key", running.New.AdminKey);
        Secret("write key", running.New.WriteKey);
        foreach (var host in workspaces.All)
        {
            Console.Out.WriteLine($"  workspace         {running.Url}{host.Workspace.PathBase}/");
            Secret("console password", host.New.Password);
            Secret("admin key", host.New.AdminKey);
            Secret("write key", host.New.WriteKey);
        }
    }

    private static void Secret(string name, string? value)
    {
        if (value is not null) Console.Out.WriteLine($"  {name,-17} {value}   (shown this once; keep it)");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine("shiyu: " + message);
        return ExitCode.Failed;
    }
}
