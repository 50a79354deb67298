using System.CommandLine;
using System.Text.Json;
using Shiyu.Server.Definitions;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu export DIR</c>: the definitions in force as files.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to; it must be new or empty" };
        var url = ApiClient.UrlOption();
        var key = ApiClient.KeyOption();
        var command = new Command("export", "Write a server's definitions into a folder, as they were applied.") { folder, url, key };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(url), parsed.GetValue(key)));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string? url, string? key)
    {
        // A file left from before would be applied again with the next apply.
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            return ApiClient.Say(ExitCode.Refused, $"'{folder}' is there already and not empty; allowed: a new or empty folder.");
        return await ApiClient.AskAsync(url, key, async api =>
        {
            using var answer = await api.GetAsync("api/definitions");
            if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
            var files = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.DefinitionFiles))!.Files!;
            // The answer comes from another machine: none of its paths may leave the folder.
            if (files.Keys.FirstOrDefault(path => !DefinitionEndpoints.IsPath(path)) is { } wrong)
                return ApiClient.Say(ExitCode.Failed, $"the server names a file '{wrong}', which is no path below a folder; nothing was written.");
            try
            {
                Directory.CreateDirectory(folder);
                foreach (var (path, text) in files)
                {
                    var target = Path.Combine(folder, path);
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    await File.WriteAllTextAsync(target, text);
                }
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                return ApiClient.Say(ExitCode.Failed, unwritable.Message);
            }
            Console.WriteLine($"{files.Count} files written to {folder}");
            return ExitCode.Ok;
        });
    }
}
