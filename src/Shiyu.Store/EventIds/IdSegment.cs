using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Shiyu.Store.EventIds;

/// <summary>A sealed, sorted, immutable file of ids, mapped into memory. It can be lost without harm: the log has the same ids.</summary>
internal sealed unsafe class IdSegment : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly UInt128* _ids;
    private readonly byte* _start;

    private IdSegment(string file, IdSegmentHeader header, MemoryMappedFile map)
    {
        (File, Header, _map) = (file, header, map);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _ids = (UInt128*)(_start + _view.PointerOffset + IdSegmentHeader.Size);
    }

    public string File { get; }
    public IdSegmentHeader Header { get; }

    /// <summary>Null when the file is not a whole id file of this log.</summary>
    public static IdSegment? Open(string file, Guid origin)
    {
        using var handle = System.IO.File.OpenHandle(file);
        Span<byte> start = stackalloc byte[IdSegmentHeader.Size];
        var length = RandomAccess.GetLength(handle);
        if (RandomAccess.Read(handle, start, 0) < start.Length
            || IdSegmentHeader.Read(start) is not { } header
            || header.Origin != origin
            || length != IdSegmentHeader.Size + header.Count * 16)
            return null;
        return new(file, header, MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read));
    }

    /// <summary>Writes ids that come sorted and without repeats. The file has its name only once it is whole and on the disk.</summary>
    public static IdSegment Write(string folder, IdSegmentHeader header, IEnumerable<ReadOnlyMemory<UInt128>> sortedIds)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{header.First}-{header.Last}-{header.ReceivedToMs}.ids"));
        var unfinished = file + ".tmp";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            stream.Write(new byte[IdSegmentHeader.Size]);
            foreach (var part in sortedIds)
                stream.Write(MemoryMarshal.AsBytes(part.Span));
            header = header with { Count = (stream.Position - IdSegmentHeader.Size) / 16 };
            stream.Position = 0;
            stream.Write(header.ToBytes());
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(unfinished, file, overwrite: true);
        return Open(file, header.Origin) ?? throw new IOException($"{file} is not what was written to it.");
    }

    /// <summary>
    /// Hashes are spread evenly, so that the place of one can be guessed from its value: three or four looks in a million, where halving
    /// takes twenty. Ids that are not spread (nothing forbids them) fall back to halving.
    /// </summary>
    public bool Contains(UInt128 id)
    {
        long low = 0, high = Header.Count - 1;
        double target = (ulong)(id >> 64), lowKey = 0, highKey = ulong.MaxValue;
        for (var guesses = 0; low <= high; guesses++)
        {
            var middle = guesses < 6 && highKey > lowKey
                ? Math.Clamp(low + (long)((target - lowKey) / (highKey - lowKey) * (high - low)), low, high)
                : low + (high - low) / 2;
            var found = _ids[middle];
            if (found == id)
                return true;
            if (found < id)
                (low, lowKey) = (middle + 1, (ulong)(found >> 64));
            else
                (high, highKey) = (middle - 1, (ulong)(found >> 64));
        }

        return false;
    }

    public IEnumerable<UInt128> All()
    {
        for (var index = 0L; index < Header.Count; index++)
            yield return At(index);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    /// <summary>Closes and deletes it.</summary>
    public void Delete()
    {
        Dispose();
        System.IO.File.Delete(File);
    }

    private UInt128 At(long index) => _ids[index];
}
