using System.Globalization;
using System.Text;
using Shiyu.Runtime.Intake;
using Spectre.Console;

namespace Shiyu.Server.Intake.Import;

/// <summary>
/// <c>shiyu import</c>: checks a whole file, then sends it. A file with a bad line is left alone, or with <see cref="ImportOptions.SkipBad"/>
/// its good lines are sent; either way every bad line is told by number.
/// </summary>
public static class ImportCommand
{
    private const int BatchRows = 1_000;
    private const int BatchBytes = 2 * 1024 * 1024;

    /// <summary>Told in full; beyond this many bad lines only their number is.</summary>
    private const int BadLinesShown = 100;

    /// <returns>0: done as asked; 1: there were bad lines, or the server did not take the events; 2: the file or the mapping cannot be used.</returns>
    public static async Task<int> RunAsync(ImportOptions options, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            var check = await CheckAsync(options, error);
            if (check.Bad > 0 && !options.SkipBad)
            {
                await error.WriteLineAsync($"Nothing was imported. Mend the lines above, or import the {Number(check.Good)} good ones with --skip-bad.");
                return 1;
            }
            if (options.DryRun)
            {
                await output.WriteLineAsync($"{Number(check.Good)} good, {Number(check.Bad)} bad; nothing was sent. The first event:");
                await output.WriteLineAsync(check.First is null ? "(none)" : Encoding.UTF8.GetString(check.First.Json.Span));
                return 0;
            }
            return await SendAsync(options, check, output, error, stop);
        }
        catch (UnusableFileException unusable)
        {
            await error.WriteLineAsync(unusable.Message);
            return 2;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(unreadable.Message);
            return 2;
        }
        catch (HttpRequestException failed)
        {
            return await StoppedAsync(failed.Message);
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return await StoppedAsync("The server did not answer in time.");
        }

        async Task<int> StoppedAsync(string why)
        {
            await error.WriteLineAsync($"{options.Url}: {why} What was sent is kept; the same import again sends the rest.");
            return 1;
        }
    }

    private static async Task<Check> CheckAsync(ImportOptions options, TextWriter error)
    {
        var (good, bad) = (0, 0);
        ImportRow? first = null;
        foreach (var row in Judged(options))
        {
            if (row.Bad is null)
            {
                first ??= row;
                good++;
            }
            else if (++bad <= BadLinesShown)
            {
                await error.WriteLineAsync($"{options.File}:{row.Line}: {row.Bad}");
            }
        }
        if (bad > BadLinesShown)
            await error.WriteLineAsync($"… and {Number(bad - BadLinesShown)} more bad lines.");
        return new Check(good, bad, first);
    }

    /// <summary>Every row, with the judgement that the server would give.</summary>
    private static IEnumerable<ImportRow> Judged(ImportOptions options)
    {
        var context = new ParseContext(
            "api", FromAdministrator: true, new EventNames(new Dictionary<string, string>()), options.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            FromLocalMs: localMs => localMs, Knows: _ => false);
        foreach (var row in ImportFile.Read(options))
        {
            if (row.Bad is not null)
            {
                yield return row;
                continue;
            }
            var parsed = new ParsedRequest();
            NativeParser.ParseLine(row.Json, row.Line, context, parsed);
            yield return parsed.Rejected is [var refused]
                ? row with { Bad = new BadRow(refused.Code, refused.Field, refused.Given, refused.Allowed) }
                : row;
        }
    }

    private static async Task<int> SendAsync(ImportOptions options, Check check, TextWriter output, TextWriter error, CancellationToken stop)
    {
        using var sender = new ImportSender(options);
        var (accepted, repeated, refused) = (0, 0, 0);
        await WithProgressAsync(error, check.Good, async report =>
        {
            var sent = 0;
            foreach (var batch in Batches(options))
            {
                var result = await sender.SendAsync(batch, stop);
                accepted += result.Accepted;
                repeated += result.Repeated;
                refused += result.Refused.Count;
                foreach (var (line, why) in result.Refused)
                    await error.WriteLineAsync($"{options.File}:{line}: {why}");
                report(sent += batch.Count);
            }
        });
        await output.WriteLineAsync(
            $"{Number(accepted)} imported, {Number(repeated)} known before, {Number(check.Bad + refused)} refused, of {Number(check.Good + check.Bad)} lines.");
        return refused > 0 && !options.SkipBad ? 1 : 0;
    }

    private static IEnumerable<List<ImportRow>> Batches(ImportOptions options)
    {
        var batch = new List<ImportRow>();
        var bytes = 0;
        foreach (var row in Judged(options).Where(row => row.Bad is null))
        {
            if (batch.Count == BatchRows || (batch.Count > 0 && bytes + row.Json.Length > BatchBytes))
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }
            batch.Add(row);
            bytes += row.Json.Length + 1;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>A bar on a terminal, a line every tenth elsewhere.</summary>
    private static async Task WithProgressAsync(TextWriter error, int total, Func<Action<int>, Task> work)
    {
        if (ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
            await console.Progress().StartAsync(async bars =>
            {
                var bar = bars.AddTask("importing", maxValue: Math.Max(1, total));
                await work(done => bar.Value = done);
            });
            return;
        }
        var tenths = 0;
        await work(done =>
        {
            if (total < 10 * BatchRows || done * 10L / total <= tenths)
                return;
            tenths = (int)(done * 10L / total);
            error.WriteLine($"sent {Number(done)} of {Number(total)}");
        });
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Check(int Good, int Bad, ImportRow? First);
}
