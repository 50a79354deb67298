using Shiyu.Engine.Facts;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// An events file, read twice: once to check every line, join identities and learn the order; once to hand the events out in order.
/// </summary>
internal sealed class RecordedEvents(string path, string shownPath, ZoneTable zone, ProgressLine progress, TextWriter error)
{
    private const int RefusalsShown = 20;
    private const int LeftOutShown = 20;

    private readonly RecordedEventReader _reader = new(zone);
    private readonly IdentityJoin _identities = new();
    private readonly List<long> _repeats = [];
    private bool _inOrder = true;
    private long _joinsLeftOut;

    /// <summary>Distinct events.</summary>
    public long Count { get; private set; }

    public long Repeats => _repeats.Count;

    /// <summary>Reads every line.</summary>
    /// <exception cref="RehearsalRefusedException">A line is refused; every refusal was told.</exception>
    public void Check()
    {
        var ids = new IdSet();
        var last = Instant.Min;
        var refused = 0;
        using var lines = Open();
        while (lines.TryRead(out var line))
        {
            progress.Show("checking  ", lines.Position, Length);
            if (IsBlank(line)) continue;
            if (_reader.Read(line, out var read) is { } refusal)
            {
                progress.Clear();
                error.WriteLine(refusal.At(shownPath, lines.Number));
                if (++refused == RefusalsShown) throw new RehearsalRefusedException($"Stopped after {refused} refused lines; nothing was written.");
                continue;
            }
            if (!ids.Add(read.Id))
            {
                _repeats.Add(lines.Number);
                continue;
            }
            _identities.Add(read.Identities, (strongest, other, one, two) => LeaveOut(lines.Number, strongest, other, one, two));
            _inOrder &= read.OccurredAt >= last;
            last = read.OccurredAt;
        }
        progress.Clear();
        if (refused > 0) throw new RehearsalRefusedException($"{refused} refused line(s); nothing was written.");
        if (_joinsLeftOut > LeftOutShown) error.WriteLine($"... and {_joinsLeftOut - LeftOutShown} more joins left out.");
        Count = ids.Count;
        _identities.Close();
    }

    /// <summary>Every distinct event by time, then line; its bytes are valid until the next one.</summary>
    public IEnumerable<(string Customer, long Line, RecordedEvent Event)> InOrder(int sortBytes, TemporaryFiles temporary)
    {
        foreach (var (number, line) in _inOrder ? Distinct("rehearsing") : Sort(sortBytes, temporary).Sorted())
        {
            _reader.Read(line, out var read);
            yield return (_identities.NameOf(read.Identities[0]), number, read);
        }
        progress.Clear();
    }

    private long Length => new FileInfo(path).Length;

    private LineReader Open() => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1));

    private EventSorter Sort(int sortBytes, TemporaryFiles temporary)
    {
        var sorter = new EventSorter(sortBytes, temporary.NewFile);
        foreach (var (number, line) in Distinct("sorting   "))
        {
            _reader.Read(line, out var read);
            sorter.Add(read.OccurredAt, number, line.Span);
        }
        progress.Clear();
        return sorter;
    }

    private IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> Distinct(string doing)
    {
        var repeat = 0;
        using var lines = Open();
        while (lines.TryRead(out var line))
        {
            progress.Show(doing, lines.Position, Length);
            if (IsBlank(line)) continue;
            if (repeat < _repeats.Count && _repeats[repeat] == lines.Number) repeat++;
            else yield return (lines.Number, line);
        }
    }

    private void LeaveOut(long line, Identity strongest, Identity other, Identity one, Identity two)
    {
        if (++_joinsLeftOut > LeftOutShown) return;
        progress.Clear();
        error.WriteLine(
            $"{shownPath}:{line}: {strongest} and {other} are not joined: one customer would have {one} and {two}. The event goes to {strongest}.");
    }

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.IndexOfAnyExcept(" \t\r"u8) < 0;
}
