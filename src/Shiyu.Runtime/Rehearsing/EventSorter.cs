using System.Buffers.Binary;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// Sorts lines by time, then line number, with bounded memory: sorted runs go to temporary files, which are read back together.
/// </summary>
internal sealed class EventSorter(int bytesInMemory, Func<string> newFile)
{
    private const int HeadBytes = 20;

    private readonly List<string> _runs = [];
    private readonly List<(Moment At, int Start, int Length)> _entries = [];
    private byte[] _bytes = new byte[Math.Min(bytesInMemory, 1 << 20)];
    private int _used;

    public void Add(Instant at, long line, ReadOnlySpan<byte> text)
    {
        if (_entries.Count > 0 && _used + text.Length > bytesInMemory) WriteRun();
        if (_used + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_used + text.Length, (int)Math.Min(bytesInMemory, _bytes.Length * 2L)));
        text.CopyTo(_bytes.AsSpan(_used));
        _entries.Add((new Moment(at, line), _used, text.Length));
        _used += text.Length;
    }

    /// <summary>Everything added, in order. A line is valid until the next is taken.</summary>
    public IEnumerable<(long Line, ReadOnlyMemory<byte> Text)> Sorted()
    {
        if (_runs.Count == 0)
        {
            _entries.Sort((a, b) => a.At.CompareTo(b.At));
            foreach (var (at, start, length) in _entries) yield return (at.Arrival, _bytes.AsMemory(start, length));
            yield break;
        }

        WriteRun();
        _bytes = [];
        var runs = _runs.ConvertAll(path => new Run(path));
        try
        {
            var heads = new PriorityQueue<Run, Moment>();
            foreach (var run in runs)
                if (run.TryAdvance()) heads.Enqueue(run, run.At);
            while (heads.TryPeek(out var run, out _))
            {
                yield return (run.At.Arrival, run.Text);
                if (run.TryAdvance()) heads.DequeueEnqueue(run, run.At);
                else heads.Dequeue();
            }
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    private void WriteRun()
    {
        _entries.Sort((a, b) => a.At.CompareTo(b.At));
        var path = newFile();
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18);
        Span<byte> head = stackalloc byte[HeadBytes];
        foreach (var (at, start, length) in _entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head, at.At.UnixMs);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], at.Arrival);
            BinaryPrimitives.WriteInt32LittleEndian(head[16..], length);
            stream.Write(head);
            stream.Write(_bytes.AsSpan(start, length));
        }
        _runs.Add(path);
        _entries.Clear();
        _used = 0;
    }

    private sealed class Run(string path) : IDisposable
    {
        private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        private byte[] _text = new byte[1024];
        private int _length;

        public Moment At { get; private set; }

        public ReadOnlyMemory<byte> Text => _text.AsMemory(0, _length);

        public bool TryAdvance()
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            if (_stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes) return false;
            At = new Moment(new Instant(BinaryPrimitives.ReadInt64LittleEndian(head)), BinaryPrimitives.ReadInt64LittleEndian(head[8..]));
            _length = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
            if (_text.Length < _length) _text = new byte[Math.Max(_length, _text.Length * 2)];
            _stream.ReadExactly(_text.AsSpan(0, _length));
            return true;
        }

        public void Dispose() => _stream.Dispose();
    }
}
