using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Server.Hosting;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Workspaces;

/// <summary>The workspaces of an installation. Only the default workspace's administrators see the others' names, and nobody sees into another.</summary>
internal static class WorkspaceEndpoints
{
    public static void MapWorkspaces(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workspaces", List).WithName("listWorkspaces").WithSummary("This workspace; at the root of the address, all of the installation.");
        api.MapPost("/workspaces", AddAsync).WithName("addWorkspace").WithSummary("Adds a workspace; its keys and its console password are shown this once. At the root of the address only.")
            .Produces<AddedWorkspaceView>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }

    private static Ok<WorkspaceListView> List(Workspace own, ShiyuRuntime runtime, HttpContext http) =>
        TypedResults.Ok(new WorkspaceListView([View(own, runtime), .. House(own, http)?.All.Select(host => View(host.Workspace, host.Runtime)) ?? []]));

    private static async Task<Results<Created<AddedWorkspaceView>, ProblemHttpResult>> AddAsync(Workspace own, HttpContext http, NewWorkspaceRequest body, CancellationToken stop)
    {
        if (House(own, http) is not { } house) return Problem.Of(ProblemTypes.NotAllowed, "Workspaces are added at the root of the address, by its administrators.");
        if (!Workspace.IsName(body.Name)) return Problem.Of(ProblemTypes.InvalidParameter, "name", body.Name ?? "nothing", Workspace.NameAllowed);
        if (await house.AddAsync(body.Name!, stop) is not { } added)
            return Problem.Of(ProblemTypes.WorkspaceNotAdded, "name", body.Name!, $"a name that is not taken yet, and at most {WorkspaceHouse.Most} workspaces beside the default one");
        var path = added.Workspace.PathBase + "/";
        return TypedResults.Created(path, new AddedWorkspaceView(added.Workspace.Name, path, added.New.AdminKey, added.New.WriteKey, added.New.Password));
    }

    private static WorkspaceHouse? House(Workspace own, HttpContext http) => own.IsDefault ? http.RequestServices.GetRequiredService<WorkspaceHouse>() : null;

    private static WorkspaceView View(Workspace workspace, ShiyuRuntime runtime) =>
        new(workspace.Name, workspace.PathBase + "/", runtime.Status.Accepted, runtime.IsReady);
}
