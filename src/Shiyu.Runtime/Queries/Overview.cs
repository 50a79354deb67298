using Shiyu.Runtime.Deliveries;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries;

/// <summary>The whole on one page: counts as they stand, and a sample every two wall seconds for the live picture.</summary>
internal sealed class Overview : IDisposable
{
    private const int SamplesKept = 60;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly FoldLoop _fold;
    private readonly PlanLibrary _plans;
    private readonly BusinessClock _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Queue<OverviewSample> _samples = new();
    private Sums? _before;

    public Overview(FoldLoop fold, PlanLibrary plans, BusinessClock clock, TimeProvider wall)
    {
        _fold = fold;
        _plans = plans;
        _clock = clock;
        _timer = wall.CreateTimer(_ => _ = SampleAsync(), null, Every, Every);
    }

    private readonly record struct Sums(long Events, long TagMoves, long Messages, long Replies, long Deletions);

    public Task<OverviewView> ShowAsync() => _fold.AskAsync(() =>
    {
        var tally = _fold.Tally;
        var sums = Add();
        OverviewSample[] recent;
        lock (_lock) recent = [.. _samples];
        var newest = recent.Length == 0 ? null : recent[^1];
        var states = Enum.GetValues<DeliveryState>().ToDictionary(DeliveryWords.Of, state => tally.Total(Counts.Deliveries(DeliveryWords.Of(state))), StringComparer.Ordinal);
        return new OverviewView(
            Clock(), tally.Total(Counts.Customers), (newest?.Events ?? 0) / Every.TotalSeconds, sums.Events, sums.TagMoves,
            (newest?.TagMoves ?? 0) / Every.TotalSeconds, sums.Replies, sums.Deletions, tally.Total(Counts.Event("order.paid")), ActiveRuns(), states,
            Groups(), recent);
    });

    public Task<IReadOnlyList<TagGroupView>> TagsAsync() => _fold.AskAsync<IReadOnlyList<TagGroupView>>(Groups);

    public ClockView Clock()
    {
        var zone = _plans.Newest.Plan.Zone;
        return new ClockView(ViewText.Time(zone, Instant.From(_clock.GetUtcNow())), _clock.Rate, _clock.Rate != 1, zone.Id);
    }

    private List<TagGroupView> Groups() =>
        [.. _plans.Newest.Plan.Definitions.Groups.Select(group => new TagGroupView(
            group.Name, group.Title, group.Exclusive,
            [.. group.Tags.Select(tag =>
            {
                var name = new Engine.Definitions.TagName(group.Name, tag.Name);
                return new TagCount(name.ToString(), tag.Title, _fold.Tally.Total(Counts.Tag(name)));
            })]))];

    private long ActiveRuns() => _fold.Tally.Totals.Sum(count =>
        !count.Key.StartsWith("sop/", StringComparison.Ordinal) ? 0
        : count.Key.EndsWith("/started", StringComparison.Ordinal) ? count.Value
        : count.Key.Contains("/ended/", StringComparison.Ordinal) ? -count.Value
        : 0);

    private Sums Add()
    {
        var tally = _fold.Tally;
        return new Sums(
            tally.Total(Counts.Folded), tally.Total(Counts.TagMoves), tally.Total(Counts.Deliveries("delivered")),
            tally.Total(Counts.Event("message.received")), tally.Total(Counts.Event("contact.deleted_by_customer")));
    }

    private async Task SampleAsync()
    {
        try
        {
            var now = await _fold.AskAsync(Add);
            lock (_lock)
            {
                if (_before is { } before)
                {
                    _samples.Enqueue(new OverviewSample(
                        Clock().Now, now.Events - before.Events, now.TagMoves - before.TagMoves, Math.Max(0, now.Messages - before.Messages),
                        now.Replies - before.Replies, now.Deletions - before.Deletions));
                    if (_samples.Count > SamplesKept) _samples.Dequeue();
                }
                _before = now;
            }
        }
        catch (ObjectDisposedException)
        {
            // The runtime is stopping.
        }
    }

    public void Dispose() => _timer.Dispose();
}
