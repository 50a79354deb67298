using Shiyu.Sandbox.Town;

namespace Shiyu.Sandbox.Faults;

/// <summary>Holds the faults and draws, call by call, which of them bite.</summary>
internal sealed class FaultSwitch
{
    private readonly Lock _gate = new();
    private Chance _chance = new(1);
    private FaultSettings _now = new();

    public FaultSettings Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
        set
        {
            lock (_gate)
            {
                _now = value;
                _chance = new Chance(value.Seed);
            }
        }
    }

    public Draw DrawFor(string path)
    {
        lock (_gate)
        {
            if (_now.Paths is { Count: > 0 } paths && !paths.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
                return default;
            return new Draw(TimeSpan.FromMilliseconds(_now.SlowMs), _chance.Happens(_now.Fail5xxRate), _chance.Happens(_now.DropAnswerRate));
        }
    }

    /// <summary>What one call meets.</summary>
    internal readonly record struct Draw(TimeSpan Slow, bool Fail, bool DropAnswer);
}
