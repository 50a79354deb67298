using Shiyu.Runtime.Rehearsing.Reporting;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>What <c>shiyu rehearse</c> was asked.</summary>
public sealed record RehearsalOptions
{
    /// <summary>The definitions folder; null for what was live, which only a log knows.</summary>
    public string? Definitions { get; init; }

    /// <summary>A second definitions folder to compare with, or <c>live</c> for what was live; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>An NDJSON file, a pipe, or <c>-</c> for standard input; null where a log is rehearsed.</summary>
    public string? Events { get; init; }

    /// <summary>The data folder of an installation, whose log is rehearsed; null where a file is.</summary>
    public string? Data { get; init; }

    /// <summary>A date value; decisions before it are not printed and not counted. Null: all.</summary>
    public string? From { get; init; }

    /// <summary>A date value; decisions at or after it are not printed and not counted, and the clock runs up to it. Null: to the end of the recording.</summary>
    public string? To { get; init; }

    /// <summary>
    /// Where the decisions go: a file (renamed into place when it is whole), a device, a pipe, or <c>-</c> for standard output. Null: nowhere where anything
    /// else is asked for, else standard output.
    /// </summary>
    public string? Out { get; init; }

    /// <summary>Where the report goes as JSON; null for nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>A number of the report whose customers are listed, as <see cref="FigureQuery.Parse"/> reads it; null for none.</summary>
    public string? Behind { get; init; }

    /// <summary>A customer, as printed, whose whole story is written; null for none.</summary>
    public string? Story { get; init; }

    /// <summary>Skip direct messages to customers without a friend.</summary>
    public bool RequireContact { get; init; }

    /// <summary>Messages of one slot are handed over, and packed, together; default one minute, as the server's.</summary>
    public TimeSpan Slot { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether standard error is a terminal: only then a progress bar is drawn.</summary>
    public bool DrawProgress { get; init; } = !Console.IsErrorRedirected;

    /// <summary>How many bytes of events out of order are sorted in memory at a time; default 64 MiB.</summary>
    public int SortBytes { get; init; } = 64 << 20;
}
