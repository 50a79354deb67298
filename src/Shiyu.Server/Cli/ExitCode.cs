namespace Shiyu.Server.Cli;

/// <summary>What every verb answers its caller with.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The thing asked for failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, or a definition or a line was refused.</summary>
    public const int Refused = 2;
}
