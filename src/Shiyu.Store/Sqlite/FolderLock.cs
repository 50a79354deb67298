using System.Globalization;

namespace Shiyu.Store.Sqlite;

/// <summary>
/// Holds a folder for one process. The system's own file lock does it, which ends with the process however that ends;
/// the file <c>lock.owner</c> beside it only says who, because a locked file cannot be read everywhere.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string OwnerEnding = ".owner";

    private readonly FileStream _stream;

    private FolderLock(FileStream stream) => _stream = stream;

    /// <exception cref="StoreException">Another process holds the folder, or it cannot be written.</exception>
    public static FolderLock Take(string folder, TimeProvider time)
    {
        var file = Path.Combine(folder, "lock");
        FileStream stream;
        try
        {
            stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new StoreException($"Could not write {file}: {refused.Message}", refused);
        }
        catch (IOException busy)
        {
            throw OwnerOf(file) is { Length: > 0 } owner
                ? new StoreException($"The folder {folder} is in use by {owner}: one server at a time. Stop that one, or choose another folder.", busy)
                : new StoreException($"Could not lock {file}: {busy.Message}", busy);
        }

        try
        {
            File.WriteAllText(file + OwnerEnding, string.Create(
                CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
            return new(stream);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            stream.Dispose();
            throw new StoreException($"Could not write {file + OwnerEnding}: {failed.Message}", failed);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static string OwnerOf(string file)
    {
        try
        {
            return File.ReadAllText(file + OwnerEnding);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
