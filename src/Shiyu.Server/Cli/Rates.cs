using System.CommandLine.Parsing;

namespace Shiyu.Server.Cli;

/// <summary>Checks how fast business time is asked to run.</summary>
internal static class Rates
{
    public const double Max = 100_000;

    public static void Check(OptionResult result)
    {
        if (!result.Errors.Any() && !(result.GetValueOrDefault<double>() is > 0 and <= Max))
            result.AddError($"{result.Option.Name} is '{result.Tokens[0].Value}'; allowed: above 0, at most {Max:0}.");
    }
}
