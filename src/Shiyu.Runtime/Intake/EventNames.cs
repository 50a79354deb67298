using System.Collections.Concurrent;
using System.Text;
using Shiyu.Runtime.Intake.Sensors;

namespace Shiyu.Runtime.Intake;

/// <summary>
/// The event dictionary in force: the workspace's own entries over <see cref="SegmentNames"/> and <see cref="SensorsNames"/>; other names stay as sent. One string object per name, so
/// that a million events do not hold a million copies.
/// </summary>
public sealed class EventNames
{
    // A sender that puts ids into names must not fill the memory: beyond this many, names are no longer shared.
    private const int SharedMax = 10_000;

    private readonly IReadOnlyDictionary<string, string> _workspace;
    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _count;

    public EventNames(IReadOnlyDictionary<string, string> workspace)
    {
        _workspace = workspace;
        _bySpan = _shared.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The dictionary's entries; a sink may hand out another object when definitions are applied.</summary>
    public IReadOnlyDictionary<string, string> Workspace => _workspace;

    public string Map(string sent)
    {
        if (_shared.TryGetValue(sent, out var known))
            return known;
        var ours = _workspace.TryGetValue(sent, out var own) || SegmentNames.ToOurs.TryGetValue(sent, out own) || SensorsNames.ToOurs.TryGetValue(sent, out own)
            ? own
            : sent;
        if (Volatile.Read(ref _count) < SharedMax && _shared.TryAdd(sent, ours))
            Interlocked.Increment(ref _count);
        return ours;
    }

    /// <param name="sent">Valid UTF-8.</param>
    public string Map(ReadOnlySpan<byte> sent)
    {
        Span<char> chars = stackalloc char[IntakeLimits.TextCharactersMax];
        if (sent.Length > chars.Length)
            return Map(Encoding.UTF8.GetString(sent));
        chars = chars[..Encoding.UTF8.GetChars(sent, chars)];
        return _bySpan.TryGetValue(chars, out var known) ? known : Map(chars.ToString());
    }
}
