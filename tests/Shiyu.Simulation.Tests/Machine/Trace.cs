using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>What happened, line by line: the end of it in words, all of it as a hash.</summary>
internal sealed class Trace(WorldClock clock)
{
    private const int Kept = 150;
    private readonly Queue<string> _last = new();
    private readonly XxHash128 _hash = new();

    public long Lines { get; private set; }

    /// <summary>Over every line.</summary>
    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public string End => string.Join('\n', _last);

    public void Add(string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{clock.Now.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm:ss.fff} {what}");
        Lines++;
        _hash.Append(Encoding.UTF8.GetBytes(line));
        _last.Enqueue(line);
        if (_last.Count > Kept) _last.Dequeue();
    }
}
