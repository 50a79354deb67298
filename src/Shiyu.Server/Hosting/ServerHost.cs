using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Shiyu.Runtime;
using Shiyu.Server.Audiences;
using Shiyu.Server.WebConsole;
using Shiyu.Server.Channels;
using Shiyu.Server.Contacts;
using Shiyu.Server.Customers;
using Shiyu.Server.Definitions;
using Shiyu.Server.Deliveries;
using Shiyu.Server.Intake;
using Shiyu.Server.Learning;
using Shiyu.Server.Overview;
using Shiyu.Server.Problems;
using Shiyu.Server.Publishing;
using Shiyu.Server.Rehearsals;
using Shiyu.Server.SignIn;
using Shiyu.Server.Sops;
using Shiyu.Server.Status;
using Shiyu.Server.Webhooks;
using Shiyu.Server.Welcomes;
using Shiyu.Server.Workspaces;
using Shiyu.WeCom;
using Shiyu.WeCom.Callbacks;

namespace Shiyu.Server.Hosting;

/// <summary>The web application around a runtime.</summary>
internal static class ServerHost
{
    /// <summary>Definitions travel in one request; events have their own, smaller limit.</summary>
    private const long BodyBytesMax = 16 * 1024 * 1024;

    /// <param name="newSecrets">What was made at this start, to be shown once.</param>
    public static WebApplication Build(ServerOptions options, ShiyuRuntime runtime, out NewSecrets newSecrets)
    {
        // Nothing is read from files in whatever folder the server was started in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "shiyu" });
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(Limit);
        AddLogs(builder.Logging);

        builder.Services.AddWorkspace(Workspace.Default, options, runtime).AddSingleton<WorkspaceHouse>();
        var app = builder.Build();
        // A wrong key ring ends the start with its message.
        newSecrets = app.Services.GetRequiredService<OpenedSecrets>().New;

        app.UseShiyuProblems();
        app.UseShiyuWorkspaces();
        app.UseShiyuWebhookLoopGuard();
        app.UseConsoleHeaders();
        app.UseConsoleFiles(options.ConsoleFolder);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseShiyuCsrfGuard();
        MapAll(app, options);
        return app;
    }

    private static void MapAll(WebApplication app, ServerOptions options)
    {
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api");
        api.MapSession();
        api.MapWorkspaces();
        api.MapOverview();
        api.MapCustomers();
        api.MapAudiences();
        api.MapSops();
        api.MapExisting();
        api.MapDeliveries();
        api.MapLearning();
        api.MapTasks();
        api.MapWebhooks();
        api.MapChannels();
        api.MapLinks();
        api.MapGroupCodes();
        api.MapWelcomes();
        api.MapMedia();
        api.MapDefinitions();
        api.MapDrafts();
        api.MapVersions();
        api.MapPublication();
        api.MapRehearsals();
        api.MapIntakeStatus();
        app.MapIntake(SignInWiring.Admin);
        api.MapWeComStatus();
        api.MapContacts();
        app.MapWeComCallback();
        app.MapConsole(options.ConsoleFolder);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        // The web client of SensorsData puts a whole event into the address of a picture.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
    }

    private static void AddLogs(ILoggingBuilder logs)
    {
        logs.SetMinimumLevel(LogLevel.Information);
        logs.AddFilter("Microsoft", LogLevel.Warning);
        // Warns on every start that the key ring in the data folder is not encrypted by the operating system; docs/architecture.md says so once.
        logs.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logs.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fffzzz ";
        });
        // What the program says to its caller goes to standard output; its log does not mix with that.
        logs.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
