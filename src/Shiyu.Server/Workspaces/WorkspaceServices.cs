using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Hosting;
using Shiyu.Server.Intake;
using Shiyu.Server.Learning;
using Shiyu.Server.Problems;
using Shiyu.Server.SignIn;
using Shiyu.Server.Webhooks;
using Shiyu.WeCom;

namespace Shiyu.Server.Workspaces;

internal static class WorkspaceServices
{
    /// <summary>
    /// Everything of one workspace. Each has a container of its own, so that no service can hold what is another's; endpoints get theirs from the request,
    /// which <see cref="WorkspacePath"/> has given the right container.
    /// </summary>
    public static IServiceCollection AddWorkspace(this IServiceCollection services, Workspace workspace, ServerOptions options, ShiyuRuntime runtime)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        services.AddSingleton(workspace);
        services.AddSingleton(options);
        services.AddSingleton(runtime);
        services.AddSingleton(runtime.Wall);
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ShiyuJson.Configure(json.SerializerOptions));
        services.AddShiyuSignIn(workspace, options, runtime.Wall);
        services.AddShiyuOpenApi();
        services.AddSingleton<IIntakeSink>(runtime);
        services.AddShiyuIntake();
        services.AddShiyuWeCom(options.WeCom with { MediaFolder = Path.Combine(options.DataFolder, "media") });
        services.AddHostedService<LearningService>();
        services.AddShiyuWebhooks(options.Webhooks);
        return services;
    }
}
