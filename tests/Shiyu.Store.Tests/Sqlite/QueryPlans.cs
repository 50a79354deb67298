using Shiyu.Store.Sqlite;
using Shiyu.Store.Tests.Conformance;

namespace Shiyu.Store.Tests.Sqlite;

/// <summary>What is asked about one customer or one page must not read a whole table.</summary>
public sealed class QueryPlans : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;

    public QueryPlans()
    {
        SqliteStore.Open(new() { Folder = _folder.Path, EventIdOf = Make.EventIdOf }).Dispose();
        _database = Database.Open(Path.Combine(_folder.Path, "shiyu.db"), readOnly: true);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("row")]
    [InlineData("rows")]
    [InlineData("state")]
    [InlineData("counters")]
    [InlineData("document")]
    [InlineData("documents")]
    [InlineData("cursor")]
    [InlineData("last_delivery")]
    [InlineData("change_delivery")]
    [InlineData("replace_delivery")]
    public void A_statement_seeks_by_key_and_sorts_nothing(string name) => SeeksOnly(Statements.Named(name));

    [Fact]
    public void A_customers_deliveries_are_found_by_the_customer() =>
        Assert.Contains("(workspace=? AND customer=?)", PlanOf(DeliveryStatement.For(new(Customer: 7))));

    [Fact]
    public void An_act_is_found_by_its_id()
    {
        SeeksOnly(DeliveryStatement.Act);
        Assert.Contains("(workspace=? AND id=?)", PlanOf(DeliveryStatement.Act));
    }

    [Fact]
    public void States_are_read_as_they_lie()
    {
        var plan = PlanOf(Statements.Named("states"));
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    [Fact]
    public void Every_filter_of_deliveries_seeks_in_an_index()
    {
        foreach (var state in new DeliveryState?[] { null, DeliveryState.Planned, DeliveryState.Delivered })
        foreach (var customer in new long?[] { null, 1 })
        foreach (var sop in new[] { null, "s" })
        foreach (var kind in new[] { null, "message", "task" })
        foreach (var touchpoint in new[] { null, "direct", "moments" })
        foreach (var task in new[] { null, "t" })
            // A customer's few are put into order after they were found.
            SeeksOnly(DeliveryStatement.For(new(state, customer, sop, kind, touchpoint, task)), maySort: customer is not null && task is null);
    }

    [Theory]
    [InlineData("deliveries_customer", 7L, null, null)]
    [InlineData("deliveries_sop", null, "s", DeliveryState.Delivered)]
    [InlineData("deliveries_state", null, "s", DeliveryState.Failed)]
    [InlineData("deliveries_state", null, null, DeliveryState.Delivered)]
    public void The_filter_that_leaves_the_fewest_leads(string index, long? customer, string? sop, DeliveryState? state) =>
        Assert.Contains(index, PlanOf(DeliveryStatement.For(new(state, customer, sop))));

    private void SeeksOnly(string sql, bool maySort = false)
    {
        var plan = PlanOf(sql);
        Assert.Contains("SEARCH", plan);
        Assert.DoesNotContain("SCAN", plan);
        if (!maySort)
            Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    private string PlanOf(string sql)
    {
        using var statement = _database.Prepare("EXPLAIN QUERY PLAN " + sql);
        var plan = sql + "\n";
        while (statement.Step())
            plan += statement.Text(3) + "\n";
        return plan;
    }
}
