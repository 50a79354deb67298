using Shiyu.Engine.Facts;
using Shiyu.Runtime.Backfilling;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Publishing;

/// <summary>One publication from when it begins to read the history until it is live, or given up.</summary>
internal sealed class Preparation(BackfillJob job, PublishRequest request, IReadOnlyList<DefinitionChange> changes, ZoneTable zone, DateTimeOffset startedAt)
{
    private readonly Lock _lock = new();
    private string _state = "preparing";
    private string? _reason;
    // Let go when it is over: it holds what was read of every customer.
    private BackfillJob? _job = job;
    private (long Read, long Rows) _progress;

    public bool IsUnderWay
    {
        get { lock (_lock) return _state is "preparing" or "going_live"; }
    }

    /// <summary>What may no longer be cancelled goes live.</summary>
    /// <returns>False where it was cancelled before.</returns>
    public bool GoLive() => Move("preparing", "going_live");

    public void IsLive() => Move("going_live", "live");

    /// <returns>False where it goes live already.</returns>
    public bool Cancel()
    {
        lock (_lock)
        {
            if (_state != "preparing") return false;
            _job!.Cancel();
            return Move("preparing", "cancelled");
        }
    }

    public void Fail(string reason)
    {
        lock (_lock)
        {
            _reason = reason;
            Move(_state, "failed");
        }
    }

    public PublicationView View()
    {
        lock (_lock)
        {
            if (_job is { } under) _progress = under.Progress;
            return new PublicationView(
                _state, _progress.Read, _progress.Rows, ViewText.Time(zone, Instant.From(startedAt)), request.By, request.Note, request.BegunAnew, _reason, changes);
        }
    }

    private bool Move(string from, string to)
    {
        lock (_lock)
        {
            if (_state != from) return false;
            _state = to;
            if (to is "live" or "cancelled" or "failed") (_progress, _job) = (_job!.Progress, null);
            return true;
        }
    }
}
