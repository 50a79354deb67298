namespace Shiyu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public void Every_field_of_a_delivery_comes_back()
    {
        var bare = Make.Delivery(1);
        var full = Make.Delivery(2) with { Id = UInt128.MaxValue, Reason = "quota", Member = "zhang", Task = "t\0-1", Content = "", Kind = "call", Touchpoint = "crm", Decision = "{}" };
        Store.Commit(new Commit { NewDeliveries = { bare, full } });

        Reopen();

        Assert.Equal(bare, Read(reader => reader.Delivery(1, 1)));
        Assert.Equal(full, Read(reader => reader.Delivery(1, 2)));
        Assert.Null(Read(reader => reader.Delivery(1, 3)));
        Assert.Null(Read(reader => reader.Delivery(2, 1)));
        Assert.Equal(2, Read(reader => reader.LastDeliverySequence(1)));
    }

    [Fact]
    public void Acts_are_found_by_their_ids_and_messages_are_not()
    {
        var task = Make.Delivery(2) with { Kind = "task", Touchpoint = "" };
        Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1), task } });

        Reopen();

        Assert.Equal(task, Read(reader => reader.Act(1, task.Id)));
        Assert.Null(Read(reader => reader.Act(1, Make.Delivery(1).Id)));
        Assert.Null(Read(reader => reader.Act(1, 5)));
        Assert.Null(Read(reader => reader.Act(2, task.Id)));
    }

    [Fact]
    public void A_change_replaces_the_whole_delivery()
    {
        Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1), Make.Delivery(2), Make.Delivery(3) } });
        var queued = Make.Delivery(1) with { State = DeliveryState.Queued, Member = "li", Task = "t-1", UpdatedAtMs = Make.Noon + 1, Reason = "cap:day" };
        var moved = Make.Delivery(2) with { Customer = 8, Shard = 8, Content = "other", Touchpoint = "moments", DueAtMs = 1, PlannedPosition = 4 };
        Store.Commit(new Commit { ChangedDeliveries = { queued, moved } });

        Assert.Equal(queued, Read(reader => reader.Delivery(1, 1)));
        Assert.Equal(moved, Read(reader => reader.Delivery(1, 2)));
        Assert.Equal(Make.Delivery(3), Read(reader => reader.Delivery(1, 3)));
        Assert.Equal([queued], Read(reader => reader.Deliveries(1, new(State: DeliveryState.Queued))));
        Assert.Equal([moved], Read(reader => reader.Deliveries(1, new(Customer: 8))));
        Assert.Equal([moved], Read(reader => reader.Deliveries(1, new(Touchpoint: "moments"))));
        Assert.Equal([3L], Read(reader => reader.Deliveries(1, new(State: DeliveryState.Planned, Customer: 7))).Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_delivery_planned_again_by_a_refold_keeps_its_fate()
    {
        Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1) } });
        var sent = Make.Delivery(1) with { State = DeliveryState.Delivered };
        Store.Commit(new Commit { ChangedDeliveries = { sent } });

        Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1), Make.Delivery(1) with { Sequence = 2 } } });

        Assert.Equal([sent], Read(reader => reader.Deliveries(1, new())));
    }

    [Fact]
    public void Another_act_under_a_known_sequence_is_refused()
    {
        Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1) } });

        Assert.Throws<StoreException>(() => Store.Commit(new Commit { NewDeliveries = { Make.Delivery(1) with { Id = 5 } } }));

        Assert.Equal(Make.Delivery(1).Id, Read(reader => reader.Delivery(1, 1))!.Id);
    }

    [Fact]
    public void Every_combination_of_filters_finds_what_a_scan_finds()
    {
        var random = new Random(20261111);
        string[] sops = ["birthday", "cart-nudge"], kinds = ["message", "task", "call"], touchpoints = ["direct", "moments", ""];
        var all = Enumerable.Range(1, 400).Select(sequence => Make.Delivery(sequence) with
        {
            State = (DeliveryState)random.Next(8),
            Customer = random.Next(3),
            Sop = sops[random.Next(2)],
            Kind = kinds[random.Next(3)],
            Touchpoint = touchpoints[random.Next(3)],
            Task = random.Next(3) is > 0 and var task ? $"t-{task}" : null,
        }).ToArray();
        var commit = new Commit();
        commit.NewDeliveries.AddRange(all);
        Store.Commit(commit);

        using var reader = Store.OpenReader();
        DeliveryState?[] states = [null, .. Enum.GetValues<DeliveryState>().Select(state => (DeliveryState?)state)];
        foreach (var state in states)
        foreach (var customer in new long?[] { null, 1 })
        foreach (var sop in new[] { null, "birthday" })
        foreach (var kind in new[] { null, "message", "call" })
        foreach (var touchpoint in new[] { null, "direct", "", "moments" })
        foreach (var task in new[] { null, "t-1" })
        {
            var query = new DeliveryQuery(state, customer, sop, kind, touchpoint, task, Limit: 500);
            var expected = all.Reverse().Where(delivery =>
                (state is null || delivery.State == state) && (customer is null || delivery.Customer == customer)
                && (sop is null || delivery.Sop == sop) && (kind is null || delivery.Kind == kind)
                && (touchpoint is null || delivery.Touchpoint == touchpoint) && (task is null || delivery.Task == task));
            Assert.Equal(expected, reader.Deliveries(1, query));
            Assert.Empty(reader.Deliveries(2, query));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DeliveryState.Planned)]
    public void Pages_follow_each_other_without_gap_or_repeat(DeliveryState? state)
    {
        var commit = new Commit();
        for (var sequence = 1; sequence <= 95; sequence++)
            commit.NewDeliveries.Add(Make.Delivery(sequence, sequence % 2 == 0 || state is null ? DeliveryState.Planned : DeliveryState.Failed));
        Store.Commit(commit);

        using var reader = Store.OpenReader();
        var seen = new List<long>();
        for (long? before = null; ;)
        {
            var page = reader.Deliveries(1, new(state, Before: before, Limit: 10));
            seen.AddRange(page.Select(delivery => delivery.Sequence));
            if (page.Count < 10)
                break;
            before = page[^1].Sequence;
        }

        Assert.Equal(commit.NewDeliveries.Where(delivery => state is null || delivery.State == state).Select(delivery => delivery.Sequence).Reverse(), seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public void A_limit_outside_1_to_500_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(reader => reader.Deliveries(1, new(Limit: limit))));
}
