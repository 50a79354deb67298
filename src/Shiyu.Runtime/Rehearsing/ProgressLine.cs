namespace Shiyu.Runtime.Rehearsing;

/// <summary>A bar on a terminal, and nothing elsewhere.</summary>
internal sealed class ProgressLine(TextWriter error, bool draw)
{
    private const int Width = 30;
    private int _shown = -1;

    public void Show(string doing, long done, long total)
    {
        if (!draw || total <= 0) return;
        var percent = (int)Math.Min(100, done * 100 / total);
        if (percent == _shown) return;
        _shown = percent;
        var filled = percent * Width / 100;
        error.Write($"\r{doing} [{new string('#', filled)}{new string('.', Width - filled)}] {percent,3} %");
        error.Flush();
    }

    public void Clear()
    {
        if (_shown < 0) return;
        _shown = -1;
        error.Write($"\r{new string(' ', Width + 40)}\r");
    }
}
