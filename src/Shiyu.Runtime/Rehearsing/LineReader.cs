namespace Shiyu.Runtime.Rehearsing;

/// <summary>Reads a stream line by line as bytes. A line is valid until the next is read.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private bool _ended;

    /// <summary>1-based number of the line read last.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next line without its end; false at the end of the stream.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0) return Take(searched + at, 1, out line);
            searched = _end - _start;
            if (_ended)
            {
                line = default;
                return searched > 0 && Take(searched, 0, out line);
            }
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private bool Take(int length, int lineEnd, out ReadOnlyMemory<byte> line)
    {
        var span = _buffer.AsMemory(_start, length);
        if (Number == 0 && span.Span.StartsWith("\uFEFF"u8)) span = span[3..];
        if (span.Span.EndsWith("\r"u8)) span = span[..^1];
        line = span;
        _start += length + lineEnd;
        Position += length + lineEnd;
        Number++;
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }
}
