using System.Security.Cryptography;
using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Welcomes;

/// <summary>Media by name: their originals as files, where WeCom has them as documents. Thread-safe.</summary>
internal sealed class MediaBook
{
    private const string Collection = "wecom.media";

    private readonly IWeComHost _host;
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MediaRecord> _known = new(StringComparer.Ordinal);

    public MediaBook(IWeComHost host, WeComOptions options)
    {
        (_host, _folder) = (host, options.MediaFolder);
        foreach (var record in host.All(Collection)) _known[record.Key] = JsonSerializer.Deserialize(record.Value, WelcomeJson.Default.MediaRecord)!;
    }

    /// <summary>Snapshot by name.</summary>
    public IReadOnlyList<MediaRecord> All
    {
        get
        {
            lock (_lock) return [.. _known.Values];
        }
    }

    public MediaRecord? Find(string name)
    {
        lock (_lock) return _known.GetValueOrDefault(name);
    }

    /// <summary>Keeps the bytes, under what they are, before the record that names them.</summary>
    public async Task<MediaRecord> AddAsync(string name, MediaKind kind, string fileName, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        Directory.CreateDirectory(_folder);
        if (!File.Exists(PathOf(hash)))
        {
            var written = PathOf($"{hash}.{Guid.NewGuid():N}");
            await File.WriteAllBytesAsync(written, bytes, stop).ConfigureAwait(false);
            File.Move(written, PathOf(hash), overwrite: true);    // whole or not there
        }
        var record = new MediaRecord(name, kind, fileName, hash, bytes.Length);
        await SaveAsync(record).ConfigureAwait(false);
        return record;
    }

    public Task<byte[]> BytesAsync(MediaRecord media, CancellationToken stop) => File.ReadAllBytesAsync(PathOf(media.Hash), stop);

    public async Task SaveAsync(MediaRecord record)
    {
        await _host.PutAsync([new(Collection, record.Name, JsonSerializer.SerializeToUtf8Bytes(record, WelcomeJson.Default.MediaRecord))]).ConfigureAwait(false);
        lock (_lock) _known[record.Name] = record;
    }

    public async Task RemoveAsync(MediaRecord record)
    {
        await _host.PutAsync([new(Collection, record.Name, null)]).ConfigureAwait(false);
        bool used;
        lock (_lock)
        {
            _known.Remove(record.Name);
            used = _known.Values.Any(other => other.Hash == record.Hash);
        }
        if (!used) File.Delete(PathOf(record.Hash));
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
