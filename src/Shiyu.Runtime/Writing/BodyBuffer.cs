using System.Buffers;

namespace Shiyu.Runtime.Writing;

/// <summary>
/// Where the bodies of one commit's rows are written: nobody reads them once they are durable, so that the next commit writes over them. An array
/// for each was a third of all that the intake allocated.
/// </summary>
internal sealed class BodyBuffer
{
    private const int PartBytes = 1 << 20;
    private const int PartsKept = 8;

    private readonly List<ArrayBufferWriter<byte>> _parts = [];
    private int _part;

    /// <summary>A writer with room for so many bytes. What is written to it stays where it is until <see cref="Clear"/>.</summary>
    public ArrayBufferWriter<byte> For(int bytesAtMost)
    {
        while (_part < _parts.Count && _parts[_part].FreeCapacity < bytesAtMost) _part++;
        if (_part == _parts.Count) _parts.Add(new ArrayBufferWriter<byte>(Math.Max(PartBytes, bytesAtMost)));
        return _parts[_part];
    }

    public void Clear()
    {
        // One commit of large events must not hold its memory for good.
        if (_parts.Count > PartsKept) _parts.RemoveRange(PartsKept, _parts.Count - PartsKept);
        foreach (var part in _parts) part.ResetWrittenCount();
        _part = 0;
    }
}
