using System.Text.Json;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Rehearsing.Reporting;
using Shiyu.Store;
using Shiyu.Store.Sqlite;

namespace Shiyu.Runtime.Rehearsing;

/// <summary><c>shiyu rehearse</c>: runs the engine over a recorded past with a virtual clock, no server and no side effects.</summary>
public static class RehearsalCommand
{
    private const string Live = "live";

    /// <param name="error">Standard error: refusals, joins left out, progress; and the summary, where decisions go to standard output.</param>
    /// <param name="output">Standard output, for the summary.</param>
    /// <returns>0 when the output is whole, 1 when reading or writing failed, 2 when a definition, a line or an argument was refused.</returns>
    public static int Run(RehearsalOptions options, TextWriter error, TextWriter output)
    {
        try
        {
            using var temporary = new TemporaryFiles();
            Rehearse(options, temporary, error, output);
            return 0;
        }
        catch (RehearsalRefusedException refused)
        {
            error.WriteLine(refused.Message);
            return 2;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or StoreException)
        {
            error.WriteLine(failed.Message);
            return 1;
        }
    }

    private static void Rehearse(RehearsalOptions options, TemporaryFiles temporary, TextWriter error, TextWriter output)
    {
        Refuse(options);
        var progress = new ProgressLine(error, options.DrawProgress);
        using var archive = options.Data is { } data ? SqliteArchive.Open(data) : null;
        using var reader = archive?.OpenReader();
        var live = reader is null ? null : new PlanLibrary(reader);
        IRecording recording = reader is null
            ? new FileRecording(FileToRead(options.Events!, temporary), options.Events!, options.SortBytes, temporary, progress, error)
            : new LogRecording(reader, (done, of) => progress.Show("rehearsing", done, of), CancellationToken.None);

        RehearsedDefinitions Definitions(string? folder) => folder is null or Live && live is not null
            ? RehearsedDefinitions.AsLive(live!)
            : Read(folder!, live, options, error);
        var first = Definitions(options.Definitions);
        var second = options.Against is { } against ? Definitions(against) : null;

        var adds = options.Report is not null || second is not null;
        var target = options.Out ?? (adds || options.Behind is not null || options.Story is not null ? null : "-");
        var summary = target is "-" or "/dev/stdout" ? error : output;
        using var details = new RehearsalDetails(recording, options, temporary, summary);
        var report = Rehearse(recording, first, options, target, progress, error, details);
        if (second is null)
        {
            if (adds) ReportSummary.Write(summary, report);
            details.Write(null);
            if (options.Report is { } path) Write(path, file => JsonSerializer.Serialize(file, report, ReportJson.Readable.RehearsalReport));
            return;
        }
        details.Write("first");
        var comparison = new RehearsalComparison(report, Rehearse(recording, second, options, null, progress, error, details));
        details.Write("second");
        ReportSummary.Write(summary, comparison);
        if (options.Report is { } place) Write(place, file => JsonSerializer.Serialize(file, comparison, ReportJson.Readable.RehearsalComparison));
    }

    private static RehearsalReport Rehearse(
        IRecording recording, RehearsedDefinitions definitions, RehearsalOptions options, string? target, ProgressLine progress, TextWriter error, RehearsalDetails details)
    {
        var zone = definitions.Zone;
        var to = ReadInstant("--to", options.To, zone);
        var scope = new ReportScope(zone, ReadInstant("--from", options.From, zone) ?? Instant.Min, to ?? Instant.Max, options.Slot);
        var report = new ReportBuilder(definitions.Plan, scope, details.Begin(definitions));
        using var file = target is null ? null : OutputTarget.Open(target);
        using var lines = file is null ? null : new DecisionWriter(file.Stream, zone);
        var run = recording.Rehearse(definitions, to, new DecisionListener(report, scope, lines));
        lines?.Flush();
        file?.Keep();
        progress.Clear();
        error.WriteLine(
            $"{run.Events} events{(run.Repeats > 0 ? $" ({run.Repeats} repeated lines ignored)" : "")}, {run.Customers.Count} customers"
            + $"{(lines is null ? "" : $", {lines.Lines} decisions")}.");
        details.End(run);
        return report.Build(run.Events, run.Customers.Count);
    }

    private static void Refuse(RehearsalOptions options)
    {
        if (options.Events is null == options.Data is null)
            throw new RehearsalRefusedException("--events, --data: found both or neither; allowed: an events file, or an installation's data folder");
        if (options.Data is not null)
        {
            if (options.RequireContact)
                throw new RehearsalRefusedException("--require-contact: not with --data; live, the need for a contact is asked at hand-over, and the report says how many have none");
            if (!Directory.Exists(options.Data)) throw new RehearsalRefusedException($"--data: found no folder {options.Data}; allowed: an installation's data folder");
        }
        else if (options.Definitions is null)
        {
            throw new RehearsalRefusedException("--definitions: missing; allowed: a folder of definition files (only --data knows what was live)");
        }
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var file = OutputTarget.Open(path);
        write(file.Stream);
        file.Stream.Write("\n"u8);
        file.Keep();
    }

    private static RehearsedDefinitions Read(string folder, PlanLibrary? live, RehearsalOptions options, TextWriter error)
    {
        if (!Directory.Exists(folder))
            throw new RehearsalRefusedException($"--definitions: found no folder {folder}; allowed: a folder of definition files");
        var files = DefinitionFolder.Load(folder);
        var parsed = DefinitionReader.Parse(files);
        foreach (var refusal in parsed.Refusals) error.WriteLine(refusal);
        // A rehearsal sends nothing: materials need not exist.
        foreach (var warning in parsed.Warnings.Where(warning => warning.Code != WarningCodes.UnknownMaterial)) error.WriteLine($"warning: {warning}");
        if (parsed.Set is not { } set) throw new RehearsalRefusedException($"{parsed.Refusals.Length} refusal(s) in {folder}; nothing was written.");
        return live is null ? RehearsedDefinitions.Of(set, options.RequireContact) : RehearsedDefinitions.InsteadOf(live, files);
    }

    private static Instant? ReadInstant(string option, string? text, ZoneTable zone)
    {
        if (text is null) return null;
        return DateText.TryRead(text, zone, out var at)
            ? at
            : throw new RehearsalRefusedException($"{option}: found \"{text}\"; allowed: {DateText.Allowed}");
    }

    /// <summary>The events are read more than once: what comes through a pipe is kept in a temporary file.</summary>
    private static string FileToRead(string path, TemporaryFiles temporary)
    {
        if (path is not "-" && !File.Exists(path))
            throw new RehearsalRefusedException($"--events: found no file {path}; allowed: an NDJSON file, a pipe or -");
        using var source = path is "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        if (path is not "-" && source.CanSeek) return path;

        var kept = temporary.NewFile();
        using var copy = new FileStream(kept, FileMode.CreateNew, FileAccess.Write);
        source.CopyTo(copy);
        return kept;
    }
}
