namespace Shiyu.Runtime.Rehearsing;

/// <summary>What <c>shiyu rehearse</c> was asked.</summary>
/// <param name="Definitions">The definitions folder.</param>
/// <param name="Events">An NDJSON file, a pipe, or <c>-</c> for standard input.</param>
/// <param name="From">A date value; decisions before it are not printed. Null: all.</param>
/// <param name="To">A date value; decisions at or after it are not printed, and the clock runs up to it. Null: the clock stops after the last event.</param>
/// <param name="Out">A file (renamed into place when it is whole), a device, a pipe, or <c>-</c> for standard output.</param>
/// <param name="RequireContact">Skip direct messages to customers without a friend.</param>
public sealed record RehearsalOptions(string Definitions, string Events, string? From, string? To, string Out, bool RequireContact)
{
    /// <summary>Whether standard error is a terminal: only then a progress bar is drawn.</summary>
    public bool DrawProgress { get; init; } = !Console.IsErrorRedirected;

    /// <summary>How many bytes of events out of order are sorted in memory at a time; default 64 MiB.</summary>
    public int SortBytes { get; init; } = 64 << 20;
}
