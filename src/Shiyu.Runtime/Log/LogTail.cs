using Shiyu.Store;

namespace Shiyu.Runtime.Log;

/// <summary>Lets others follow the log by a position of their own, and tells them when it has grown, so that nobody polls. Thread-safe.</summary>
internal sealed class LogTail(IStore store)
{
    // Enough that a follower that is far behind pays little for each row, and few enough that it can be stopped between two pages.
    private const long RowsPerPage = 20_000;

    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called after each commit that appended rows.</summary>
    public void Grew() => Interlocked.Exchange(ref _grown, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes once the log holds more than that position.</summary>
    public async Task WaitAsync(long after, CancellationToken stop)
    {
        while (true)
        {
            // Taken before the look, so that a commit between the two is not missed.
            var grown = Volatile.Read(ref _grown).Task;
            if (store.LastPosition > after) return;
            await grown.WaitAsync(stop);
        }
    }

    /// <summary>The next page after a position: events of these names, and merges.</summary>
    public LogPage Read(long after, IReadOnlySet<string> names)
    {
        var through = Math.Min(store.LastPosition, after + RowsPerPage);
        var facts = new List<FollowedFact>();
        using var reader = store.OpenReader();
        foreach (var row in reader.Rows(after, through))
        {
            switch (LogBody.KindOf(row))
            {
                case LogKind.Event when LogBody.ReadEvent(row).Fact is var fact && names.Contains(fact.Name):
                    // A body is only valid until the next row is read.
                    facts.Add(new FollowedFact.Event(row.Position, row.Customer, fact.Name, row.OccurredAtMs, fact.Properties.ToArray()));
                    break;
                case LogKind.Merge:
                    facts.Add(new FollowedFact.Merge(row.Position, row.Customer, LogBody.ReadLink(row).Customer));
                    break;
                default:
                    break;
            }
        }
        return new LogPage(Math.Max(through, after), facts);
    }
}
