namespace Shiyu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public void An_identity_belongs_to_the_customer_it_was_last_given_to()
    {
        Store.Commit(new Commit { Identities = { new(1, 1, "张三", 7), new(1, 2, "张三", 8), new(2, 1, "张三", 9), new(1, 1, "a\0b", 10) } });
        Store.Commit(new Commit { Identities = { new(1, 1, "张三", 11) } });

        Reopen();

        Assert.Equal(
            [new(1, 1, "a\0b", 10), new(1, 1, "张三", 11), new(1, 2, "张三", 8)],
            Read(reader => reader.Identities(1).OrderBy(identity => (identity.Kind, identity.Customer)).ToArray()));
        Assert.Equal([new StoredIdentity(2, 1, "张三", 9)], Read(reader => reader.Identities(2).ToArray()));
    }

    [Fact]
    public void The_newest_state_of_each_customer_is_kept()
    {
        Store.Commit(new Commit { States = { new(1, 1, 65, 3, new byte[] { 1 }), new(2, 1, 2, 3, new byte[5_000]), new(2, 2, 2, 4, new byte[] { 9 }) } });
        Store.Commit(new Commit { States = { new(1, 1, 65, 8, new byte[] { 2, 0, 2 }) } });

        Reopen();

        var states = Read(reader => reader.States(1).Select(state => (state.Shard, state.Customer, state.FoldedThrough, state.Body.Length)).ToArray());
        Assert.Equal([(1, 65, 8, 3), (2, 2, 3, 5_000)], states);
        var found = Read(reader => reader.State(1, 1, 65))!.Value;
        Assert.Equal(8, found.FoldedThrough);
        Assert.Equal([2, 0, 2], found.Body.ToArray());
        Assert.Null(Read(reader => reader.State(1, 2, 65)));
        Assert.Null(Read(reader => reader.State(2, 1, 65)));
    }

    [Fact]
    public void Counters_accumulate()
    {
        Store.Commit(new Commit { Counters = { new(1, "accepted", 2), new(1, "accepted", 3), new(1, "folded", 1), new(2, "accepted", 100) } });
        Store.Commit(new Commit { Counters = { new(1, "accepted", -1) } });

        Reopen();

        Assert.Equal([new("accepted", 4), new("folded", 1)], Read(reader => reader.Counters(1).OrderBy(counter => counter.Name).ToArray()));
        Assert.Equal([new Counter("accepted", 100)], Read(reader => reader.Counters(2).ToArray()));
    }

    [Fact]
    public void Documents_are_put_replaced_deleted_and_listed_by_key()
    {
        Store.Commit(new Commit { Documents = { new(1, "tasks", "b", [2]), new(1, "tasks", "a", [1]), new(1, "tasks", "c", []), new(1, "other", "a", [4]), new(2, "tasks", "a", [5]) } });
        Store.Commit(new Commit { Documents = { new(1, "tasks", "b", [7, 7]), new(1, "tasks", "a", null), new(1, "tasks", "never", null) } });

        Reopen();

        Assert.Null(Read(reader => reader.Document(1, "tasks", "a")));
        Assert.Equal([7, 7], Read(reader => reader.Document(1, "tasks", "b"))!);
        Assert.Equal([], Read(reader => reader.Document(1, "tasks", "c"))!);
        Assert.Equal(["b", "c"], Read(reader => reader.Documents(1, "tasks", "", 10)).Select(document => document.Key));
        Assert.Equal(["b"], Read(reader => reader.Documents(1, "tasks", "", 1)).Select(document => document.Key));
        Assert.Equal(["c"], Read(reader => reader.Documents(1, "tasks", "b", 10)).Select(document => document.Key));
        Assert.Empty(Read(reader => reader.Documents(3, "tasks", "", 10)));
    }

    [Fact]
    public void Documents_in_one_commit_are_applied_in_order()
    {
        Store.Commit(new Commit { Documents = { new(1, "x", "k", [1]), new(1, "x", "k", null), new(1, "x", "k", [3]), new(1, "x", "gone", [1]), new(1, "x", "gone", null) } });

        Assert.Equal([3], Read(reader => reader.Document(1, "x", "k"))!);
        Assert.Null(Read(reader => reader.Document(1, "x", "gone")));
    }
}
