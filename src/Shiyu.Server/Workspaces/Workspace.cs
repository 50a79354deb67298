namespace Shiyu.Server.Workspaces;

/// <summary>
/// Whose data this is. The default workspace is the installation's own and stands at the root of the address; every other one stands under
/// <c>/w/NAME</c>, in a folder of its own, with keys, sign-in and settings of its own.
/// </summary>
internal sealed record Workspace(string Name)
{
    public const string DefaultName = "default";
    public const string Prefix = "/w";

    public const string NameAllowed = "1 to 32 small letters, digits and hyphens, beginning with a letter or digit, and not 'default'";

    public static Workspace Default { get; } = new(DefaultName);

    public bool IsDefault => Name == DefaultName;

    /// <summary>What stands before every path of this workspace; empty for the default one.</summary>
    public string PathBase => IsDefault ? "" : $"{Prefix}/{Name}";

    /// <summary>Whether a workspace beside the default one may be called this.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 32 } && name != DefaultName && name[0] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
