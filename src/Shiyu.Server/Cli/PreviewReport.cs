using System.Text.Json;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Definitions;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary>What <c>shiyu apply --preview</c> prints: the impact of a publication in figures, then the first customers behind them.</summary>
internal static class PreviewReport
{
    public static async Task<int> AskAsync(ApiClient api, FilesToPublish files)
    {
        using var answer = await api.PostAsync("api/definitions/preview", JsonSerializer.SerializeToUtf8Bytes(files, ShiyuJson.Default.FilesToPublish));
        if (!answer.IsSuccessStatusCode) return await ApiClient.SayProblemAsync(answer);
        var preview = (await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(), ShiyuJson.Default.PreviewAnswer))!;
        await ApplyCommand.WarnAsync(preview.Warnings);
        foreach (var change in preview.Changes.Where(change => change.Change != "unchanged")) Console.WriteLine($"{change.Change,-8} {change.Kind} {change.Name}");
        var impact = preview.Impact;
        Console.WriteLine($"{impact.Customers} customers looked at, as of {impact.At}; what comes is compared until {impact.Until}, if nothing happens meanwhile");
        foreach (var sop in impact.Sops) Print(sop);
        foreach (var tag in impact.Tags) Console.WriteLine($"tag {tag.Tag}: {tag.Enter} enter, {tag.Leave} leave");
        foreach (var shift in impact.Shifts) Console.WriteLine($"  {shift.Kind,-7} {shift.Sop}/{shift.Step} {shift.Customer} {shift.Name}: {shift.Before ?? "never"} → {shift.After ?? "never"}");
        foreach (var cut in impact.Cuts) Console.WriteLine($"  cut     {cut.Sop} {cut.Customer} {cut.Name}: {cut.Reason}{(cut.Step is null ? "" : $", before {cut.Step}")}");
        return ExitCode.Ok;
    }

    private static void Print(SopImpact sop)
    {
        var versions = $"{(sop.FromVersion is { } from ? $"version {from}" : "nothing")} → {(sop.ToVersion is { } to ? $"version {to}" : "nothing")}";
        Console.WriteLine($"sop {sop.Sop}: {(sop.Change == "unchanged" ? "unchanged" : $"{versions}{(sop.Runs is null ? "" : $", runs: {sop.Runs}")}")}");
        var cut = sop.Cut.Values.Sum();
        Console.WriteLine($"  runs: {sop.Going} going, {sop.Stay} stay, {sop.Move} move, {cut} end now{(cut == 0 ? "" : $" ({string.Join(", ", sop.Cut.Select(reason => $"{reason.Key} {reason.Value}"))})")}"
            + (sop.Closed ? "; nobody enters before those that stay have ended" : ""));
        var messages = sop.Messages;
        Console.WriteLine($"  messages and tasks to come: {messages.Same} as before, {messages.Earlier} earlier, {messages.Later} later, {messages.Gone} not any more, {messages.Added} more");
    }
}
