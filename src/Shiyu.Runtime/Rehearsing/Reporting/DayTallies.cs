namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>What a report adds up by day. Decisions come in order of time: the day of the last one is nearly always that of the next.</summary>
internal sealed class DayTallies
{
    private readonly Dictionary<int, DayTally> _days = [];
    private (int Day, DayTally? Tally) _last;

    public DayTally this[int day]
    {
        get
        {
            if (_last is var (last, known) && last == day && known is not null) return known;
            if (!_days.TryGetValue(day, out var tally)) _days.Add(day, tally = new DayTally());
            _last = (day, tally);
            return tally;
        }
    }

    public IEnumerable<(int Day, DayTally Tally)> InOrder() => _days.OrderBy(day => day.Key).Select(day => (day.Key, day.Value));
}
