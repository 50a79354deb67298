using System.CommandLine;
using System.Text.Json;
using Shiyu.Server.Definitions;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu apply DIR</c>: the folder's definitions replace those in force, all or nothing.</summary>
internal static class ApplyCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder with definition files (.yaml, .yml, .json)" };
        var url = ApiClient.UrlOption();
        var key = ApiClient.KeyOption();
        var existing = new Option<string[]>("--existing") { Description = "Then let the existing customers of this SOP in, at its pace. May be given several times", HelpName = "SOP" };
        var command = new Command("apply", "Replace a server's definitions with a folder's, all or nothing, and say what changed.") { folder, existing, url, key };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(existing) ?? [], parsed.GetValue(url), parsed.GetValue(key)));
        return command;
    }

    public static async Task<int> RunAsync(string folder, string[] existing, string? url, string? key)
    {
        if (!Directory.Exists(folder)) return ApiClient.Say(ExitCode.Refused, $"there is no folder '{folder}'.");
        DefinitionFiles files;
        try
        {
            files = new DefinitionFiles(LocalDefinitions.Read(folder));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return ApiClient.Say(ExitCode.Refused, unreadable.Message);
        }
        if (files.Files!.Count == 0) return ApiClient.Say(ExitCode.Refused, $"'{folder}' holds no definition files; allowed: .yaml, .yml, .json.");
        return await ApiClient.AskAsync(url, key, async api =>
        {
            using var answer = await api.PutAsync("api/definitions", JsonSerializer.SerializeToUtf8Bytes(files, ShiyuJson.Default.DefinitionFiles));
            if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
            var applied = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.AppliedView))!;
            foreach (var warning in applied.Warnings)
                await Console.Error.WriteLineAsync($"warning: {warning.File}{(warning.Line > 0 ? $":{warning.Line}" : "")}: {warning.Path}: {warning.Message} [{warning.Code}]");
            foreach (var change in applied.Changes.Where(change => change.Change != "unchanged"))
                Console.WriteLine($"{change.Change,-8} {change.Kind} {change.Name}");
            int Of(string what) => applied.Changes.Count(change => change.Change == what);
            Console.WriteLine($"{Of("added")} added, {Of("changed")} changed, {Of("removed")} removed, {Of("unchanged")} unchanged");
            foreach (var sop in existing)
                if (await LetInAsync(api, sop) is var code and not ExitCode.Ok) return code;
            return ExitCode.Ok;
        });
    }

    private static async Task<int> LetInAsync(ApiClient api, string sop)
    {
        using var answer = await api.PostAsync($"api/sops/{Uri.EscapeDataString(sop)}/existing", "{}"u8.ToArray());
        if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
        var letting = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.ExistingView))!;
        Console.WriteLine($"{sop}: {letting.Total} existing customers, {letting.Pace ?? "all at once"}{(letting.ExpectedEnd is { } end ? $", until {end}" : "")}");
        return ExitCode.Ok;
    }
}
