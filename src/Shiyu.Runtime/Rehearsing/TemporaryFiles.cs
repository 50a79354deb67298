namespace Shiyu.Runtime.Rehearsing;

/// <summary>Temporary files of one rehearsal, in a folder of its own that is made when first needed and removed at the end.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private DirectoryInfo? _folder;
    private int _count;

    public string NewFile() => Path.Combine((_folder ??= Directory.CreateTempSubdirectory("shiyu-rehearse-")).FullName, $"{_count++}");

    public void Dispose() => _folder?.Delete(recursive: true);
}
