namespace Shiyu.Server.Workspaces;

internal sealed record WorkspaceListView(IReadOnlyList<WorkspaceView> Items);

/// <param name="Path">Where it stands at this address, such as <c>/w/acme/</c>.</param>
/// <param name="Accepted">Distinct events taken so far.</param>
internal sealed record WorkspaceView(string Name, string Path, long Accepted, bool Ready);

internal sealed record NewWorkspaceRequest(string? Name);

/// <summary>Shown once. Null: its folder was there before and knows them already.</summary>
internal sealed record AddedWorkspaceView(string Name, string Path, string? AdminKey, string? WriteKey, string? Password);
