using System.CommandLine;
using System.Net;
using System.Text.Json;
using Shiyu.Runtime;
using Shiyu.Server.Definitions;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu apply DIR</c>: the folder's definitions replace those in force, all or nothing.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder with definition files (.yaml, .yml, .json)" };
        var runs = RunsFlag.Create();
        var note = new Option<string?>("--note") { Description = "What changed and why, for the list of versions", HelpName = "TEXT" };
        var preview = new Option<bool>("--preview") { Description = "Say what it would do to customers and their runs, and change nothing" };
        var url = ApiClient.UrlOption();
        var key = ApiClient.KeyOption();
        var existing = new Option<string[]>("--existing") { Description = "Then let the existing customers of this SOP in, at its pace. May be given several times", HelpName = "SOP" };
        var command = new Command("apply", "Replace a server's definitions with a folder's, all or nothing, and say what changed.") { folder, runs, note, preview, existing, url, key };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(folder)!, new FilesToPublish(null, RunsFlag.Read(parsed.GetValue(runs)), parsed.GetValue(note)), parsed.GetValue(preview), parsed.GetValue(existing) ?? [],
            parsed.GetValue(url), parsed.GetValue(key)));
        return command;
    }

    /// <param name="files">Without the files, which stand in the folder.</param>
    public static async Task<int> RunAsync(string folder, FilesToPublish files, bool preview, string[] existing, string? url, string? key)
    {
        if (!Directory.Exists(folder)) return ApiClient.Say(ExitCode.Refused, $"there is no folder '{folder}'.");
        try
        {
            files = files with { Files = LocalDefinitions.Read(folder) };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return ApiClient.Say(ExitCode.Refused, unreadable.Message);
        }
        if (files.Files!.Count == 0) return ApiClient.Say(ExitCode.Refused, $"'{folder}' holds no definition files; allowed: .yaml, .yml, .json.");
        if (preview) return await ApiClient.AskAsync(url, key, api => PreviewReport.AskAsync(api, files));
        return await ApiClient.AskAsync(url, key, async api =>
        {
            using var answer = await api.PutAsync("api/definitions", JsonSerializer.SerializeToUtf8Bytes(files, ShiyuJson.Default.FilesToPublish), respondAsync: true);
            if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                if (await PreparingPublication.WatchAsync(api) is not { } published) return ExitCode.Failed;
                Tell(published.Changes);
            }
            else
            {
                var applied = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.AppliedView))!;
                await WarnAsync(applied.Warnings);
                Tell(applied.Changes);
            }
            foreach (var sop in existing)
                if (await LetInAsync(api, sop) is var code and not ExitCode.Ok) return code;
            return ExitCode.Ok;
        });
    }

    private static void Tell(IReadOnlyList<DefinitionChange> changes)
    {
        foreach (var change in changes.Where(change => change.Change != "unchanged"))
            Console.WriteLine($"{change.Change,-8} {change.Kind} {change.Name}");
        int Of(string what) => changes.Count(change => change.Change == what);
        Console.WriteLine($"{Of("added")} added, {Of("changed")} changed, {Of("removed")} removed, {Of("unchanged")} unchanged");
    }

    private static async Task<int> LetInAsync(ApiClient api, string sop)
    {
        using var answer = await api.PostAsync($"api/sops/{Uri.EscapeDataString(sop)}/existing", "{}"u8.ToArray());
        if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
        var letting = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.ExistingView))!;
        Console.WriteLine($"{sop}: {letting.Total} existing customers, {letting.Pace ?? "all at once"}{(letting.ExpectedEnd is { } end ? $", until {end}" : "")}");
        return ExitCode.Ok;
    }

    public static async Task WarnAsync(IEnumerable<WarningView> warnings)
    {
        foreach (var warning in warnings)
            await Console.Error.WriteLineAsync($"warning: {warning.File}{(warning.Line > 0 ? $":{warning.Line}" : "")}: {warning.Path}: {warning.Message} [{warning.Code}]");
    }
}
