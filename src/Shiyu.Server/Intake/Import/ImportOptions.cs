namespace Shiyu.Server.Intake.Import;

/// <summary>What <c>shiyu import</c> is asked to do.</summary>
public sealed record ImportOptions
{
    /// <summary>A <c>.csv</c> or <c>.ndjson</c> (also <c>.jsonl</c>) file in UTF-8.</summary>
    public required string File { get; init; }

    /// <summary>The server, for example <c>http://127.0.0.1:5080</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The admin key.</summary>
    public required string Key { get; init; }

    /// <summary>CSV only: <c>COLUMN=FIELD</c>, see <see cref="ColumnMap"/>.</summary>
    public IReadOnlyList<string> Map { get; init; } = [];

    /// <summary>Check the file and send nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Import the good lines of a file that has bad ones; without it such a file is left alone as a whole.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Wall time: waits between attempts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
