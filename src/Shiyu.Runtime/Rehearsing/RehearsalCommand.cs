using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary><c>shiyu rehearse</c>: runs the engine over recorded events with a virtual clock, no server and no side effects.</summary>
public static class RehearsalCommand
{
    /// <param name="error">Standard error: refusals, joins left out, progress.</param>
    /// <returns>0 when the output is whole, 1 when reading or writing failed, 2 when a definition, a line or an argument was refused.</returns>
    public static int Run(RehearsalOptions options, TextWriter error)
    {
        try
        {
            using var temporary = new TemporaryFiles();
            Rehearse(options, temporary, error);
            return 0;
        }
        catch (RehearsalRefusedException refused)
        {
            error.WriteLine(refused.Message);
            return 2;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(failed.Message);
            return 1;
        }
    }

    private static void Rehearse(RehearsalOptions options, TemporaryFiles temporary, TextWriter error)
    {
        var definitions = ReadDefinitions(options.Definitions, error);
        var zone = ZoneTables.Get(definitions.Workspace.TimeZone)!;
        var from = ReadInstant("--from", options.From, zone) ?? Instant.Min;
        var to = ReadInstant("--to", options.To, zone);
        var progress = new ProgressLine(error, options.DrawProgress);

        var events = new RecordedEvents(FileToRead(options.Events, temporary), options.Events, zone, progress, error);
        events.Check();

        using var output = OutputTarget.Open(options.Out);
        using var decisions = new DecisionWriter(output.Stream, zone);
        var until = to ?? Instant.Max;
        var rehearsal = new Rehearsal(
            Plan.Compile(definitions, zone, options.RequireContact),
            (customer, effect) =>
            {
                if (effect.At >= from && effect.At < until) decisions.Write(customer, effect);
            });
        var names = new EventNames(definitions.EventNames);
        foreach (var (customer, line, read) in events.InOrder(options.SortBytes, temporary))
        {
            if (read.OccurredAt >= until) break;
            rehearsal.Take(customer, new EventFact
            {
                Id = read.Id,
                Name = names.Map(read.Name),
                OccurredAt = read.OccurredAt,
                Arrival = line,
                Properties = read.Properties,
                Attributes = read.Attributes,
            });
        }
        rehearsal.Finish(to);
        decisions.Flush();
        output.Keep();
        progress.Clear();
        error.WriteLine(
            $"{events.Count} events{(events.Repeats > 0 ? $" ({events.Repeats} repeated lines ignored)" : "")}, "
            + $"{rehearsal.Customers} customers, {decisions.Lines} decisions.");
    }

    private static DefinitionSet ReadDefinitions(string folder, TextWriter error)
    {
        if (!Directory.Exists(folder))
            throw new RehearsalRefusedException($"--definitions: found no folder {folder}; allowed: a folder of definition files");
        var parsed = DefinitionReader.Parse(DefinitionFolder.Load(folder));
        foreach (var refusal in parsed.Refusals) error.WriteLine(refusal);
        // A rehearsal sends nothing: materials need not exist.
        foreach (var warning in parsed.Warnings.Where(warning => warning.Code != WarningCodes.UnknownMaterial)) error.WriteLine($"warning: {warning}");
        return parsed.Set ?? throw new RehearsalRefusedException($"{parsed.Refusals.Length} refusal(s) in {folder}; nothing was written.");
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
