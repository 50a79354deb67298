using System.CommandLine;

namespace Shiyu.Server.Cli;

/// <summary>A flag with a text. An empty one is a script's unset variable, and not a wish for the default.</summary>
internal static class TextFlag
{
    public static Option<string?> Create(string name, string description, string help)
    {
        var flag = new Option<string?>(name) { Description = description, HelpName = help };
        flag.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: "" }]) given.AddError($"{name} is empty; leave it out for its default.");
        });
        return flag;
    }
}
