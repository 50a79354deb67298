namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// Where the decisions go. A regular file is written beside its place and renamed into it when it is whole; standard output, devices and
/// pipes are written as they are.
/// </summary>
internal sealed class OutputTarget : IDisposable
{
    private readonly string? _temporary;
    private readonly string? _path;
    private bool _kept;

    private OutputTarget(Stream stream, string? temporary, string? path) => (Stream, _temporary, _path) = (stream, temporary, path);

    public Stream Stream { get; }

    public static OutputTarget Open(string path)
    {
        if (path is "-" or "/dev/stdout") return new OutputTarget(Console.OpenStandardOutput(), null, null);
        // What stands behind a link is replaced, not the link.
        // The target of /dev/fd/63 is no path when that is a pipe, as in --out >(gzip); then the link itself is opened.
        if (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } target) path = target.FullName;
        if (File.Exists(path) && OpenUnseekable(path) is { } direct) return new OutputTarget(direct, null, null);

        var temporary = Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        return new OutputTarget(new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1), temporary, path);
    }

    /// <summary>The output is whole.</summary>
    public void Keep()
    {
        Stream.Dispose();
        _kept = true;
        if (_temporary is not null) File.Move(_temporary, _path!, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_kept && _temporary is not null) File.Delete(_temporary);
    }

    private static FileStream? OpenUnseekable(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
        if (!stream.CanSeek || Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal)) return stream;
        stream.Dispose();
        return null;
    }
}
