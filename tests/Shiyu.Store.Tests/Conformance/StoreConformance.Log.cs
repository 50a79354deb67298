namespace Shiyu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public void A_new_store_is_empty()
    {
        Assert.Equal(0, Store.LastPosition);
        using var reader = Store.OpenReader();
        Assert.Null(reader.Row(1));
        Assert.Empty(reader.Rows(0, long.MaxValue));
        Assert.Null(reader.Cursor(Make.Workspace));
        Assert.Equal(0, reader.LastDeliverySequence(Make.Workspace));
    }

    [Fact]
    public void Every_column_of_a_row_comes_back_also_after_a_restart()
    {
        var row = new LogRow(1, -3, int.MaxValue, long.MaxValue, 0, long.MinValue, 5, new byte[] { 0, 255, 10, 0 });
        Store.Commit(new Commit { Rows = { row, row with { Position = 2, Previous = 1, Body = Array.Empty<byte>() } } });

        Reopen();

        Assert.Equal(2, Store.LastPosition);
        var found = Read(reader => reader.Row(1))!.Value;
        Assert.Equal(row with { Body = default }, found with { Body = default });
        Assert.Equal(row.Body.ToArray(), found.Body.ToArray());
        var second = Read(reader => reader.Row(2))!.Value;
        Assert.Equal((1L, 0), (second.Previous, second.Body.Length));
        Assert.Null(Read(reader => reader.Row(3)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_position_that_is_not_the_next_is_refused_and_nothing_written(long position)
    {
        Store.Commit(new Commit { Rows = { Make.Row(1) } });
        var commit = new Commit { Rows = { Make.Row(position) }, Cursor = new(Make.Workspace, 9, 9, 9) };

        var refused = Assert.Throws<StoreException>(() => Store.Commit(commit));

        Assert.Contains("2 is next", refused.Message);
        Assert.Equal(1, Store.LastPosition);
        Assert.Null(Read(reader => reader.Cursor(Make.Workspace)));
        Store.Commit(new Commit { Rows = { Make.Row(2) } });
        Assert.Equal(2, Store.LastPosition);
    }

    [Fact]
    public void A_commit_is_written_whole_or_not_at_all()
    {
        Store.Commit(new Commit { Rows = { Make.Row(1) }, NewDeliveries = { Make.Delivery(1) }, Counters = { new(Make.Workspace, "accepted", 1) } });
        var commit = new Commit
        {
            Rows = { Make.Row(2) },
            Identities = { new(Make.Workspace, 1, "u1", 7) },
            NewDeliveries = { Make.Delivery(2) },
            Counters = { new(Make.Workspace, "accepted", 1) },
            States = { new(7, Make.Workspace, 7, 2, new byte[] { 1 }) },
            Documents = { new(Make.Workspace, "settings", "a", [1]) },
            Cursor = new(Make.Workspace, 2, 2, 2),
            // Unknown, so that the commit fails after most of it was written.
            ChangedDeliveries = { Make.Delivery(99) },
        };

        var refused = Assert.Throws<StoreException>(() => Store.Commit(commit));

        Assert.Contains("Delivery 99", refused.Message);
        Assert.Equal(1, Store.LastPosition);
        foreach (var restarted in new[] { false, true })
        {
            if (restarted)
                Reopen();
            using var reader = Store.OpenReader();
            Assert.Equal(1, Store.LastPosition);
            Assert.Null(reader.Row(2));
            Assert.Empty(reader.Identities(Make.Workspace));
            Assert.Equal(1, reader.LastDeliverySequence(Make.Workspace));
            Assert.Equal([new Counter("accepted", 1)], reader.Counters(Make.Workspace));
            Assert.Empty(reader.States(Make.Workspace));
            Assert.Null(reader.Document(Make.Workspace, "settings", "a"));
            Assert.Null(reader.Cursor(Make.Workspace));
        }
    }

    [Fact]
    public void A_history_is_read_along_the_chain()
    {
        var commit = new Commit();
        for (var position = 1; position <= 1_000; position++)
            commit.Rows.Add(Make.Row(position, customer: position % 10, previous: Math.Max(0, position - 10)));
        Store.Commit(commit);

        using var reader = Store.OpenReader();
        var history = new List<long>();
        for (var row = reader.Row(997); row is { } found; row = reader.Row(found.Previous))
        {
            Assert.Equal(7, found.Customer);
            history.Add(found.Position);
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(back => 997L - 10 * back), history);
    }

    [Fact]
    public void Rows_come_in_order_between_the_bounds_whatever_their_size()
    {
        var commit = new Commit();
        for (var position = 1; position <= 10_000; position++)
            commit.Rows.Add(Make.Row(position, new string('x', position % 700 == 0 ? 200_000 : position % 50) + position));
        Store.Commit(commit);

        using var reader = Store.OpenReader();
        var expected = 17L;
        foreach (var row in reader.Rows(17, 9_990))
        {
            Assert.Equal(++expected, row.Position);
            Assert.EndsWith(row.Position.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Text());
            Assert.Equal(commit.Rows[(int)row.Position - 1].Body.Length, row.Body.Length);
        }

        Assert.Equal(9_990, expected);
        Assert.Empty(reader.Rows(10_000, long.MaxValue));
        Assert.Empty(reader.Rows(20, 20));
    }

    [Fact]
    public void Rows_committed_while_reading_are_not_skipped()
    {
        var commit = new Commit();
        for (var position = 1; position <= 5_000; position++)
            commit.Rows.Add(Make.Row(position));
        Store.Commit(commit);

        using var reader = Store.OpenReader();
        var seen = new List<long>();
        foreach (var row in reader.Rows(0, 12_000))
        {
            seen.Add(row.Position);
            if (Store.LastPosition < 12_000)
                Store.Commit(new Commit { Rows = { Make.Row(Store.LastPosition + 1), Make.Row(Store.LastPosition + 2) } });
        }

        Assert.Equal(Enumerable.Range(1, 12_000).Select(position => (long)position), seen);
    }

    [Fact]
    public async Task Readers_on_other_threads_see_only_whole_commits()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            do
            {
                using var reader = Store.OpenReader();
                var through = Store.LastPosition;
                var positions = reader.Rows(0, long.MaxValue).Select(row => row.Position).ToArray();
                Assert.Equal(Enumerable.Range(1, positions.Length).Select(position => (long)position), positions);
                Assert.True(positions.Length >= through && positions.Length % 10 == 0, $"{positions.Length} rows after commit {through}");
                reads++;
            }
            while (!stop.IsCancellationRequested);

            return reads;
        })).ToArray();

        for (var round = 0; round < 300; round++)
        {
            var commit = new Commit();
            for (var row = 1; row <= 10; row++)
                commit.Rows.Add(Make.Row(Store.LastPosition + row));
            Store.Commit(commit);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    [Fact]
    public void The_cursor_is_the_last_one_committed_of_its_workspace()
    {
        Store.Commit(new Commit { Cursor = new(1, 10, 20, 5) });
        Store.Commit(new Commit { Cursor = new(2, 1, 2, 0) });
        Store.Commit(new Commit { Cursor = new(1, 11, 21, 6) });

        Reopen();

        Assert.Equal(new FoldCursor(1, 11, 21, 6), Read(reader => reader.Cursor(1)));
        Assert.Equal(new FoldCursor(2, 1, 2, 0), Read(reader => reader.Cursor(2)));
        Assert.Null(Read(reader => reader.Cursor(3)));
    }

    [Fact]
    public void A_second_opener_is_refused_and_told_who_holds_the_folder()
    {
        var refused = Assert.Throws<StoreException>(() => Open(Folder));

        Assert.Contains(Folder, refused.Message);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message);
        Reopen();
    }
}
