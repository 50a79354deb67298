namespace Shiyu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    private static IEnumerable<string> Events(int from, int count) => Enumerable.Range(from, count).Select(number => $"event-{number}");

    [Fact]
    public void An_event_is_taken_once_also_after_restarts_and_over_sealed_files()
    {
        var taken = 0;
        for (var round = 0; round < 60; round++)
        {
            // Half of each batch came before.
            taken += Store.TakeIn(Events(round * 50, 100));
            if (round % 7 == 3)
                Settle(Store);
            if (round % 20 == 19)
                Reopen();
        }

        Assert.Equal(59 * 50 + 100, taken);
        Assert.Equal(taken, Store.LastPosition);
        Assert.All(Events(0, taken), body => Assert.True(Store.EventIds.Contains(Make.EventId(body)), body));
        Assert.All(Events(taken, 5_000), body => Assert.False(Store.EventIds.Contains(Make.EventId(body)), body));
    }

    [Fact]
    public void Ids_of_a_commit_that_failed_are_forgotten_so_that_the_event_can_come_again()
    {
        Store.TakeIn(["event-1"]);
        Assert.True(Store.EventIds.Add(Make.EventId("event-2"), Make.Noon));

        Assert.Throws<StoreException>(() => Store.Commit(new Commit { Rows = { Make.Row(2, "event-2") }, ChangedDeliveries = { Make.Delivery(1) } }));

        Assert.False(Store.EventIds.Contains(Make.EventId("event-2")));
        Assert.True(Store.EventIds.Contains(Make.EventId("event-1")));
        Assert.Equal(1, Store.TakeIn(["event-1", "event-2"]));
    }

    [Fact]
    public void Ids_are_kept_for_thirty_days_and_then_go()
    {
        Store.TakeIn(Events(0, 2_000), Make.Noon);
        Settle(Store);
        Store.TakeIn(Events(2_000, 2_000), Make.Noon + 30 * Make.Day);
        Settle(Store);
        Assert.All(Events(0, 4_000), body => Assert.True(Store.EventIds.Contains(Make.EventId(body)), body));
        Reopen();
        Assert.All(Events(0, 4_000), body => Assert.True(Store.EventIds.Contains(Make.EventId(body)), body));

        Store.TakeIn(Events(4_000, 2_000), Make.Noon + 30 * Make.Day + 1);
        Settle(Store);
        Reopen();

        Assert.All(Events(2_000, 4_000), body => Assert.True(Store.EventIds.Contains(Make.EventId(body)), body));
        Assert.All(Events(0, 2_000), body => Assert.False(Store.EventIds.Contains(Make.EventId(body)), body));
    }

    [Fact]
    public void Rows_that_are_no_events_have_no_ids()
    {
        Store.Commit(new Commit { Rows = { Make.Row(1, "definition") } });
        Reopen();

        Assert.False(Store.EventIds.Contains(Make.EventId("definition")));
        Assert.Equal(1, Store.TakeIn(["event-1"]));
    }
}
