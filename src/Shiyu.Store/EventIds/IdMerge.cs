namespace Shiyu.Store.EventIds;

/// <summary>
/// Keeps the files few: four neighbours of about one size become one, four times as large. Files that together span more than five days
/// stay apart, because ids leave by whole files, 30 days after the newest in it.
/// </summary>
internal static class IdMerge
{
    private const int FilesPerMerge = 4;
    private const long SpanMaxMs = 5 * 86_400_000L;

    /// <summary>The index of the first of four files to merge, or null.</summary>
    public static int? Next(IReadOnlyList<IdSegment> segments)
    {
        for (var first = segments.Count - FilesPerMerge; first >= 0; first--)
        {
            var four = segments.Skip(first).Take(FilesPerMerge).ToArray();
            var together = four.Zip(four.Skip(1)).All(pair => pair.First.Header.Last + 1 == pair.Second.Header.First);
            var span = four.Max(segment => segment.Header.ReceivedToMs) - four.Min(segment => segment.Header.ReceivedFromMs);
            if (together && span <= SpanMaxMs && four.Max(segment => segment.Header.Count) < 4 * four.Min(segment => segment.Header.Count))
                return first;
        }

        return null;
    }

    public static IdSegment Merge(string folder, IReadOnlyList<IdSegment> neighbours)
    {
        var header = new IdSegmentHeader(
            neighbours[0].Header.Origin, 0, neighbours[0].Header.First, neighbours[^1].Header.Last,
            neighbours.Min(segment => segment.Header.ReceivedFromMs), neighbours.Max(segment => segment.Header.ReceivedToMs));
        return IdSegment.Write(folder, header, InParts(Sorted(neighbours)));
    }

    public static IReadOnlyList<IdSegment> Four(IReadOnlyList<IdSegment> segments, int first) => [.. segments.Skip(first).Take(FilesPerMerge)];

    private static IEnumerable<UInt128> Sorted(IReadOnlyList<IdSegment> neighbours)
    {
        var next = new PriorityQueue<IEnumerator<UInt128>, UInt128>();
        foreach (var ids in neighbours.Select(segment => segment.All().GetEnumerator()))
        {
            if (ids.MoveNext())
                next.Enqueue(ids, ids.Current);
        }

        while (next.TryPeek(out var ids, out var id))
        {
            yield return id;
            if (ids.MoveNext())
                next.DequeueEnqueue(ids, ids.Current);
            else
                next.Dequeue();
        }
    }

    private static IEnumerable<ReadOnlyMemory<UInt128>> InParts(IEnumerable<UInt128> ids)
    {
        var part = new UInt128[4096];
        var count = 0;
        foreach (var id in ids)
        {
            part[count++] = id;
            if (count < part.Length)
                continue;
            yield return part;
            count = 0;
        }

        yield return part.AsMemory(0, count);
    }
}
