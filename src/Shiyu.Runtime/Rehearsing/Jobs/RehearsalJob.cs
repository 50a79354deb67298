using Shiyu.Engine.Facts;
using Shiyu.Runtime.Rehearsing.Reporting;
using Shiyu.Store;

namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <summary>One rehearsal of a server's own log, in the background, on a thread of its own with a connection that only reads.</summary>
internal sealed class RehearsalJob : IDisposable
{
    // What stands behind the numbers, 56 bytes a decision: nearly ten million.
    private const long FiguresBytesMax = 512L << 20;

    private readonly TemporaryFiles _temporary = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly RehearsalRequest _request;
    private readonly IReadOnlyList<RehearsedDraft> _drafts;
    private readonly string _startedAt;
    private readonly Thread _thread;
    private string _state = "running";
    private double _progress;
    private string? _error;
    private bool _disposed;

    /// <param name="giveWay">Called now and then, so that what customers do goes first.</param>
    public RehearsalJob(
        string id, RehearsalRequest request, Instant? from, Instant? to, IReadOnlyList<RehearsedDraft> drafts, string startedAt, IStore store,
        Action<CancellationToken> giveWay)
    {
        (Id, _request, From, To, _drafts, _startedAt) = (id, request, from, to, drafts, startedAt);
        _thread = new Thread(() => Run(store, giveWay)) { Name = "shiyu rehearsal", IsBackground = true, Priority = ThreadPriority.BelowNormal };
    }

    public string Id { get; }
    public Instant? From { get; }
    public Instant? To { get; }

    public bool IsRunning
    {
        get { lock (_lock) return _state == "running"; }
    }

    public IReadOnlyList<RehearsedDraft> Drafts => _drafts;

    public void Start() => _thread.Start();

    public void Cancel() => _stop.Cancel();

    /// <param name="reports">Whether to answer them too.</param>
    public RehearsalView View(bool reports)
    {
        lock (_lock)
        {
            return new RehearsalView(
                Id, _state, Math.Round(_progress, 3), _startedAt, _request.From, _request.To,
                [.. _drafts.Select(draft => new RehearsedDraftView(draft.Title, draft.Names, reports && _state == "done" ? draft.Report : null))], _error);
        }
    }

    /// <summary>Whatever ran is over, and its files are gone.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stop.Cancel();
        if (_thread.IsAlive) _thread.Join();
        foreach (var draft in _drafts) draft.Figures?.Dispose();
        _temporary.Dispose();
        _stop.Dispose();
    }

    private void Run(IStore store, Action<CancellationToken> giveWay)
    {
        try
        {
            using var reader = store.OpenReader();
            for (var i = 0; i < _drafts.Count; i++)
            {
                var done = i;
                var recording = new LogRecording(
                    reader,
                    (rows, of) =>
                    {
                        lock (_lock) _progress = (done + (of == 0 ? 1 : rows / (double)of)) / _drafts.Count;
                        giveWay(_stop.Token);
                    },
                    _stop.Token);
                Rehearse(recording, _drafts[i]);
            }
            End("done", null);
        }
        catch (OperationCanceledException)
        {
            End("cancelled", null);
        }
        catch (Exception failed)
        {
            End("failed", failed.Message);
        }
    }

    private void Rehearse(LogRecording recording, RehearsedDraft draft)
    {
        var scope = new ReportScope(draft.Definitions.Zone, From ?? Instant.Min, To ?? Instant.Max, _request.Slot);
        draft.Figures = new FigureFile(_temporary.NewFile(), FiguresBytesMax);
        var report = new ReportBuilder(draft.Definitions.Plan, scope, draft.Figures.Add);
        var run = recording.Rehearse(draft.Definitions, To, new DecisionListener(report, scope, null));
        draft.Customers = [.. run.Customers.Select(customer => customer.Name)];
        draft.EndMs = run.End.UnixMs;
        draft.Report = report.Build(run.Events, run.Customers.Count);
    }

    private void End(string state, string? error)
    {
        lock (_lock) (_state, _error) = (state, error);
    }
}

/// <summary>One of a job's drafts, and what came of it.</summary>
internal sealed class RehearsedDraft(string title, IReadOnlyList<string> names, RehearsedDefinitions definitions)
{
    public string Title { get; } = title;
    public IReadOnlyList<string> Names { get; } = names;
    public RehearsedDefinitions Definitions { get; } = definitions;
    public RehearsalReport? Report { get; set; }
    public FigureFile? Figures { get; set; }

    /// <summary>The customers met, by index.</summary>
    public IReadOnlyList<string> Customers { get; set; } = [];

    /// <summary>Up to where the virtual clock ran.</summary>
    public long EndMs { get; set; }
}
