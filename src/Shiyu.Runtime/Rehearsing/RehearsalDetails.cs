using System.Globalization;
using System.Text;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Rehearsing.Reporting;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>What a terminal is told beside the numbers: the customers behind one of them, and one customer's whole story.</summary>
internal sealed class RehearsalDetails : IDisposable
{
    private readonly IRecording _recording;
    private readonly RehearsalOptions _options;
    private readonly TemporaryFiles _temporary;
    private readonly TextWriter _output;
    private readonly FigureQuery? _behind;
    private FigureFile? _figures;
    private RehearsedDefinitions? _definitions;
    private RecordingRun? _run;

    /// <exception cref="RehearsalRefusedException">There is no such number.</exception>
    public RehearsalDetails(IRecording recording, RehearsalOptions options, TemporaryFiles temporary, TextWriter output)
    {
        (_recording, _options, _temporary, _output) = (recording, options, temporary, output);
        if (options.Behind is not { } asked) return;
        _behind = FigureQuery.Parse(asked) ?? throw new RehearsalRefusedException($"--behind: found \"{asked}\"; allowed: {FigureQuery.Allowed}");
    }

    /// <summary>A rehearsal begins.</summary>
    /// <returns>Who is told of every decision that counts; null where nobody asks.</returns>
    public Action<Figure>? Begin(RehearsedDefinitions definitions)
    {
        _definitions = definitions;
        _figures?.Dispose();
        if (_behind is null) return null;
        _figures = new FigureFile(_temporary.NewFile(), long.MaxValue);
        return _figures.Add;
    }

    /// <summary>It is over.</summary>
    public void End(RecordingRun run) => _run = run;

    /// <param name="which">Of two rehearsals: which of them this was.</param>
    public void Write(string? which)
    {
        var title = which is null ? "" : $", {which}";
        if (_behind is not null) WriteBehind($"Behind \"{_options.Behind}\"{title}");
        if (_options.Story is { } customer) WriteStory($"Story of {customer}{title}", customer);
    }

    public void Dispose() => _figures?.Dispose();

    private void WriteBehind(string title)
    {
        var customers = new Dictionary<string, (Instant First, long Times, long Saved)>(StringComparer.Ordinal);
        _figures!.Read(_behind!, figure =>
        {
            var name = _run!.Survivor(figure.Customer).Name;
            var known = customers.GetValueOrDefault(name, (figure.At, 0, 0));
            customers[name] = (known.First, known.Times + 1, known.Saved + figure.Saved);
        });
        _output.WriteLine($"{title}: {customers.Count.ToString("N0", CultureInfo.InvariantCulture)} customer(s)");
        foreach (var (name, (first, times, saved)) in customers.OrderBy(one => one.Value.First).ThenBy(one => one.Key, StringComparer.Ordinal))
            _output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {ViewText.Time(_definitions!.Zone, first)}  {name}{(times > 1 ? $"  {times} times" : "")}{(saved > 0 ? $"  saved {saved}" : "")}"));
        _output.WriteLine();
    }

    /// <exception cref="RehearsalRefusedException">Nobody is called so.</exception>
    private void WriteStory(string title, string customer)
    {
        var story = _recording.Story(_definitions!, customer, _run!)
            ?? throw new RehearsalRefusedException($"--story: found no customer {customer}; allowed: a customer as it is printed, for example by --behind entries");
        _output.WriteLine(title);
        foreach (var entry in story) _output.WriteLine($"  {StoryText.Of(entry, _definitions!.Zone)}");
        _output.WriteLine();
    }
}
