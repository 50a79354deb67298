using System.CommandLine.Parsing;
using System.Globalization;

namespace Shiyu.Server.Cli;

/// <summary>Reads an instant given as an argument.</summary>
internal static class Instants
{
    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var given = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        // Without an offset the same argument would mean another instant on another machine.
        if (DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return instant;
        result.AddError($"'{given}' is no time; allowed: ISO 8601 such as 2026-03-01T08:00:00+08:00 (UTC without an offset).");
        return null;
    }
}
