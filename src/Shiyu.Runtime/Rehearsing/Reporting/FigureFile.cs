using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>
/// Everything that a report counted, a few bytes each, in a temporary file: what stands behind a number is found by reading it again, so that memory does not
/// grow with decisions. Written once, then only read.
/// </summary>
internal sealed class FigureFile(string path, long bytesMax) : IDisposable
{
    private readonly FileStream _stream = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 17, FileOptions.DeleteOnClose);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Lock _lock = new();

    /// <exception cref="IOException">It has grown too large, or the disk is full.</exception>
    public void Add(Figure figure)
    {
        if (_stream.Position >= bytesMax) throw new IOException($"More was decided than can be kept ({bytesMax >> 20} MiB): rehearse a shorter stretch.");
        var row = new Row
        {
            Kind = figure.Kind, Customer = figure.Customer, AtMs = figure.At.UnixMs, Day = figure.Day, Sop = Number(figure.Sop), Step = Number(figure.Step),
            Member = Number(figure.Member), Material = Number(figure.Material), Outcome = Number(figure.Outcome), Reason = Number(figure.Reason),
            Other = Number(figure.Other), Saved = figure.Saved,
        };
        _stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Row>(ref row)));
    }

    /// <summary>All that is wanted, in order of time. One reader at a time.</summary>
    public void Read(FigureQuery query, Action<Figure> found)
    {
        lock (_lock)
        {
            _stream.Position = 0;
            var rows = new Row[4_096];
            int count;
            do
            {
                count = _stream.ReadAtLeast(MemoryMarshal.AsBytes(rows.AsSpan()), rows.Length * Unsafe.SizeOf<Row>(), throwOnEndOfStream: false) / Unsafe.SizeOf<Row>();
                for (var i = 0; i < count; i++)
                {
                    var figure = ToFigure(rows[i]);
                    if (query.Matches(figure)) found(figure);
                }
            }
            while (count == rows.Length);
        }
    }

    public void Dispose() => _stream.Dispose();

    private Figure ToFigure(in Row row) => new(
        row.Kind, row.Customer, new Instant(row.AtMs), row.Day, Name(row.Sop)!, Name(row.Step), Name(row.Member), Name(row.Material), Name(row.Outcome), Name(row.Reason),
        Name(row.Other), row.Saved);

    private int Number(string? name)
    {
        if (name is null) return -1;
        if (_numbers.TryGetValue(name, out var known)) return known;
        _numbers.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    private string? Name(int number) => number < 0 ? null : _names[number];

    private struct Row
    {
        public long AtMs;
        public FigureKind Kind;
        public int Customer;
        public int Day;
        public int Sop;
        public int Step;
        public int Member;
        public int Material;
        public int Outcome;
        public int Reason;
        public int Other;
        public int Saved;
    }
}
