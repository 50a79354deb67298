using Shiyu.Server.Problems;

namespace Shiyu.Server.Workspaces;

internal static class WorkspacePath
{
    /// <summary>
    /// Gives a request under <c>/w/NAME</c> that workspace's services, and nobody else's. Everything below (sign-in, keys, API, intake, callbacks) is then the
    /// same code as at the root.
    /// </summary>
    public static void UseShiyuWorkspaces(this WebApplication app)
    {
        var house = app.Services.GetRequiredService<WorkspaceHouse>();
        app.Use(async (context, next) =>
        {
            var request = context.Request;
            if (!request.Path.StartsWithSegments(Workspace.Prefix, StringComparison.Ordinal, out var below))
            {
                await next(context);
                return;
            }
            var name = (below.Value ?? "").TrimStart('/').Split('/', 2)[0];
            if (house.Find(name) is not { } host)
            {
                await Problem.WriteAsync(context, ProblemTypes.UnknownWorkspace);
                return;
            }
            var (pathBase, path, services) = (request.PathBase, request.Path, context.RequestServices);
            request.Path.StartsWithSegments(host.Workspace.PathBase, StringComparison.Ordinal, out var inside);
            await using var scope = host.Services.CreateAsyncScope();
            (request.PathBase, request.Path, context.RequestServices) = (pathBase.Add(host.Workspace.PathBase), inside.HasValue ? inside : "/", scope.ServiceProvider);
            try
            {
                await next(context);
            }
            finally
            {
                (request.PathBase, request.Path, context.RequestServices) = (pathBase, path, services);
            }
        });
    }
}
