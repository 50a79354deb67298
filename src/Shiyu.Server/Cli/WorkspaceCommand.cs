using System.CommandLine;
using System.Text.Json;
using Shiyu.Server.Hosting;
using Shiyu.Server.Workspaces;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu workspace</c>: the workspaces of a running installation.</summary>
internal static class WorkspaceCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Small letters, digits and hyphens; it stands in the address" };
        var url = ApiClient.UrlOption();
        var key = ApiClient.KeyOption();
        var add = new Command("add", "Add a workspace, and print its password and keys once.") { name, url, key };
        add.SetAction((parsed, _) => AddAsync(parsed.GetValue(name)!, parsed.GetValue(url), parsed.GetValue(key)));
        var list = new Command("list", "Print the workspaces and where they stand.") { url, key };
        list.SetAction((parsed, _) => ListAsync(parsed.GetValue(url), parsed.GetValue(key)));
        return new Command("workspace", "Several companies on one server, each by itself. Other verbs reach one by --url http://HOST/w/NAME and its key.") { add, list };
    }

    private static Task<int> AddAsync(string name, string? url, string? key) => ApiClient.AskAsync(url, key, async api =>
    {
        using var answer = await api.PostAsync("api/workspaces", JsonSerializer.SerializeToUtf8Bytes(new NewWorkspaceRequest(name), ShiyuJson.Default.NewWorkspaceRequest));
        if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
        var added = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.AddedWorkspaceView))!;
        Console.WriteLine($"workspace         {added.Path}");
        Secret("console password", added.Password);
        Secret("admin key", added.AdminKey);
        Secret("write key", added.WriteKey);
        return ExitCode.Ok;
    });

    private static Task<int> ListAsync(string? url, string? key) => ApiClient.AskAsync(url, key, async api =>
    {
        using var answer = await api.GetAsync("api/workspaces");
        if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
        foreach (var workspace in (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.WorkspaceListView))!.Items)
            Console.WriteLine($"{workspace.Name,-32}  {workspace.Path,-36}  {workspace.Accepted} events{(workspace.Ready ? "" : ", starting")}");
        return ExitCode.Ok;
    });

    private static void Secret(string name, string? value)
    {
        if (value is not null) Console.WriteLine($"{name,-17} {value}   (shown this once; keep it)");
    }
}
