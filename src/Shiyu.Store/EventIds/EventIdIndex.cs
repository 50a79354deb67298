namespace Shiyu.Store.EventIds;

/// <summary>
/// The ids of the last 30 days: the newest in a table in memory, older ones in sorted files. Every id has its row in the log, so that whatever is
/// missing here when the store opens is read again from there, and a file may be lost at any moment. Used by the writer thread; files are
/// written beside it.
/// </summary>
internal sealed class EventIdIndex : IEventIds, IDisposable
{
    private const long KeptMs = 30 * 86_400_000L;

    private readonly string _folder;
    private readonly Guid _origin;
    private readonly int _inMemory;
    private readonly List<UInt128> _sinceCommit = [];
    private List<IdSegment> _segments = [];
    private IdTable _tail = new();
    private long _tailFirst = 1;
    private long _tailReceivedFromMs = long.MaxValue;
    private long _tailReceivedToMs = long.MinValue;
    private long _newestMs = long.MinValue;
    private IdTable? _beingSealed;
    private IdSegmentHeader _beingSealedHeader;
    private Task<Sealed>? _sealing;
    private int _sealAt;

    public EventIdIndex(string folder, Guid origin, int inMemory) =>
        (_folder, _origin, _inMemory, _sealAt) = (folder, origin, inMemory, inMemory);

    /// <summary>Why ids could not be written to a file; they stay in memory and it is tried again.</summary>
    public string? Failure { get; private set; }

    internal int Files => _segments.Count;

    public bool Contains(UInt128 key)
    {
        if (_tail.Contains(key) || (_beingSealed?.Contains(key) ?? false))
            return true;
        foreach (var segment in _segments)
        {
            if (segment.Contains(key))
                return true;
        }

        return false;
    }

    public bool Add(UInt128 key, long receivedAtMs)
    {
        if (Contains(key))
            return false;
        Remember(key, receivedAtMs);
        _sinceCommit.Add(key);
        return true;
    }

    /// <summary>Finds the files that belong to this log and reads what they lack from the log's rows.</summary>
    public void Open(IEventIdSource log)
    {
        Directory.CreateDirectory(_folder);
        foreach (var unfinished in Directory.EnumerateFiles(_folder, "*.tmp"))
            File.Delete(unfinished);

        var last = log.LastPosition;
        _newestMs = last > 0 ? log.DecidedAtMs(last) : long.MinValue;
        TakeFiles(last);
        if (last == 0)
            return;

        // What is older than 30 days is not wanted any more, whether a file has it or not.
        var after = LastBefore(log, _newestMs - KeptMs);
        foreach (var segment in _segments.ToArray())
        {
            Rebuild(log, after, segment.Header.First - 1, sealTheRest: true);
            after = Math.Max(after, segment.Header.Last);
        }

        NewTail(after + 1);
        Rebuild(log, after, last, sealTheRest: false);
    }

    /// <summary>The ids added so far are in the log through this position.</summary>
    public void Committed(long lastPosition)
    {
        _sinceCommit.Clear();
        if (_sealing is { IsCompleted: true })
            TakeSealed();
        if (_tail.Count >= _sealAt && _sealing is null)
            StartSealing(lastPosition);
    }

    /// <summary>The commit failed: the ids added since the last one have no rows, and what they stand for may come again.</summary>
    public void Forget()
    {
        foreach (var id in _sinceCommit)
            _tail.Remove(id);
        _sinceCommit.Clear();
    }

    /// <summary>Waits until files that are being written are written, and takes them in.</summary>
    internal void Settle()
    {
        if (_sealing is null)
            return;
        Task.WaitAny(_sealing);
        TakeSealed();
    }

    public void Dispose()
    {
        Settle();
        foreach (var segment in _segments)
            segment.Dispose();
    }

    private void Remember(UInt128 key, long receivedAtMs)
    {
        _tail.Add(key);
        Span(receivedAtMs);
        _newestMs = Math.Max(_newestMs, receivedAtMs);
    }

    private void Span(long receivedAtMs)
    {
        _tailReceivedFromMs = Math.Min(_tailReceivedFromMs, receivedAtMs);
        _tailReceivedToMs = Math.Max(_tailReceivedToMs, receivedAtMs);
    }

    private IdSegmentHeader TailHeader(long last) => new(_origin, 0, _tailFirst, last, _tailReceivedFromMs, _tailReceivedToMs);

    private void NewTail(long first) => (_tail, _tailFirst, _tailReceivedFromMs, _tailReceivedToMs) = (new(), first, long.MaxValue, long.MinValue);

    private void StartSealing(long lastPosition)
    {
        var ids = _beingSealed = _tail;
        var header = _beingSealedHeader = TailHeader(lastPosition);
        var segments = _segments.ToArray();
        NewTail(lastPosition + 1);
        _sealing = Task.Run(() => Seal(header, ids, segments));
    }

    private Sealed Seal(IdSegmentHeader header, IdTable ids, IEnumerable<IdSegment> before)
    {
        List<IdSegment> segments = [.. before, IdSegment.Write(_folder, header, [ids.ToSorted()])];
        List<IdSegment> replaced = [];
        while (IdMerge.Next(segments) is { } first)
        {
            var four = IdMerge.Four(segments, first);
            var merged = IdMerge.Merge(_folder, four);
            segments.RemoveRange(first, four.Count);
            segments.Insert(first, merged);
            replaced.AddRange(four);
        }

        return new(segments, replaced);
    }

    private void TakeSealed()
    {
        var sealing = _sealing!;
        _sealing = null;
        if (sealing.IsCompletedSuccessfully)
        {
            Failure = null;
            _sealAt = _inMemory;
            _beingSealed = null;
            _segments = sealing.Result.Segments;
            foreach (var segment in sealing.Result.Replaced)
                Delete(segment);
            Expire();
            return;
        }

        // The files that were there still are; the ids go back to memory until there is room on the disk.
        Failure = $"Could not write event ids to {_folder}: {sealing.Exception!.InnerException!.Message}";
        var back = _beingSealed!.ToSorted();
        foreach (var id in back)
            _tail.Add(id);
        _beingSealed = null;
        _tailFirst = _beingSealedHeader.First;
        Span(_beingSealedHeader.ReceivedFromMs);
        Span(_beingSealedHeader.ReceivedToMs);
        _sealAt = _tail.Count + Math.Max(1, _inMemory / 8);
    }

    private void Expire()
    {
        foreach (var old in _segments.Where(segment => segment.Header.ReceivedToMs < _newestMs - KeptMs).ToArray())
        {
            _segments.Remove(old);
            Delete(old);
        }
    }

    // Never an error of the commit, which is durable by then. A file that stays is recognised at the next start as a part or as too old.
    private void Delete(IdSegment segment)
    {
        try
        {
            segment.Delete();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Failure = $"Could not delete {segment.File}: {refused.Message}";
        }
    }

    private void TakeFiles(long last)
    {
        var found = Directory.EnumerateFiles(_folder, "*.ids").Select(file => (File: file, Segment: IdSegment.Open(file, _origin))).ToArray();
        foreach (var (file, _) in found.Where(pair => pair.Segment is null))
            File.Delete(file);

        // A crash between a merge and the deletion of its parts leaves both: the longer one has everything.
        var ordered = found.Select(pair => pair.Segment).OfType<IdSegment>()
            .OrderBy(segment => segment.Header.First).ThenByDescending(segment => segment.Header.Last);
        foreach (var segment in ordered)
        {
            if (segment.Header.Last > last || (_segments.Count > 0 && segment.Header.First <= _segments[^1].Header.Last))
                Delete(segment);
            else
                _segments.Add(segment);
        }

        Expire();
    }

    private void Rebuild(IEventIdSource log, long after, long through, bool sealTheRest)
    {
        if (after >= through)
            return;
        NewTail(after + 1);
        foreach (var (position, id, receivedAtMs) in log.EventIds(after, through))
        {
            Span(receivedAtMs);
            if (id is { } known)
                Remember(known, receivedAtMs);
            if (_tail.Count >= _inMemory || (sealTheRest && position == through))
                SealNow(position);
        }
    }

    private void SealNow(long position)
    {
        var index = _segments.FindIndex(segment => segment.Header.First > position);
        _segments.Insert(index < 0 ? _segments.Count : index, IdSegment.Write(_folder, TailHeader(position), [_tail.ToSorted()]));
        NewTail(position + 1);
    }

    // Decision times never fall along the log, so that halving finds the place.
    private static long LastBefore(IEventIdSource log, long instantMs)
    {
        long low = 0, high = log.LastPosition;
        while (low < high)
        {
            var middle = low + (high - low) / 2 + 1;
            if (log.DecidedAtMs(middle) < instantMs)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private sealed record Sealed(List<IdSegment> Segments, List<IdSegment> Replaced);
}
