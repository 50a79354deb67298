using System.CommandLine;
using Shiyu.Runtime.Publishing;

namespace Shiyu.Server.Cli;

/// <summary><c>--runs CHOICE</c> for all SOPs that change, <c>--runs SOP=CHOICE</c> for one.</summary>
internal static class RunsFlag
{
    public static Option<string[]> Create()
    {
        var runs = new Option<string[]>("--runs")
        {
            Description = "What becomes of going runs of SOPs that change: pin (they finish on their version; the default), migrate (they go on in the new one by step id) or "
                + "drain (they finish, and nobody enters until then). SOP=CHOICE for one SOP; may stand several times",
            HelpName = "[SOP=]CHOICE",
        };
        runs.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (RunsWords.Parse(Split(token.Value).Choice) is null) result.AddError($"--runs is '{token.Value}'; allowed: [SOP=]CHOICE with {RunsWords.Allowed}.");
        });
        return runs;
    }

    public static IReadOnlyDictionary<string, string> Read(string[]? values) =>
        (values ?? []).Select(Split).GroupBy(value => value.Sop, StringComparer.Ordinal).ToDictionary(sop => sop.Key, sop => sop.Last().Choice, StringComparer.Ordinal);

    private static (string Sop, string Choice) Split(string value) =>
        value.IndexOf('=', StringComparison.Ordinal) is var at && at >= 0 ? (value[..at], value[(at + 1)..]) : (PublishRequest.All, value);
}
