using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Arbitration.Learning;

public sealed class LearnedRates
{
    private static readonly Instant s_at = World.Time("03-01 04:00");

    [Fact]
    public void Shrink_to_the_workspaces_rate_and_that_to_the_prior()
    {
        // Prior 10 % worth 100 messages. All: 40 of 300 converted: (10 + 40) / (100 + 300) = 12.5 %, again worth 100.
        var table = Learn(
            "workspace: main, value: { lifetime: 1, prior: { convert: 10%, delete: 1%, weight: 100 } }",
            (new MessageKey("s", "a", ""), new OutcomeCounts(200, 40, 2)), (new MessageKey("s", "b", ""), new OutcomeCounts(100, 0, 3)));

        Assert.Equal((12.5 + 40) / 300, table.Find(new MessageKey("s", "a", ""))!.Convert.Mean, 12);
        Assert.Equal(12.5 / 200, table.Find(new MessageKey("s", "b", ""))!.Convert.Mean, 12);
        // Deletions: (1 + 5) / 400 = 1.5 %.
        Assert.Equal((1.5 + 3) / 200, table.Find(new MessageKey("s", "b", ""))!.Delete.Mean, 12);
    }

    [Fact]
    public void Follow_what_was_seen_where_much_was_seen()
    {
        var table = Learn("workspace: main, value: { lifetime: 1 }", (new MessageKey("s", "a", ""), new OutcomeCounts(1_000_000, 300_000, 10_000)));

        Assert.Equal(0.3, table.Messages[0].Convert.Mean, 3);
        Assert.Equal(0.01, table.Messages[0].Delete.Mean, 4);
    }

    [Fact]
    public void Are_the_same_however_the_counts_are_ordered()
    {
        (MessageKey, OutcomeCounts)[] counts = [(new("s", "b", "x"), new(5, 1, 0)), (new("s", "a", ""), new(9, 1, 1)), (new("r", "a", ""), new(7, 2, 0))];

        Assert.Equal(Learn("workspace: main", counts).Messages, Learn("workspace: main", [.. counts.Reverse()]).Messages);
    }

    private static ValueTable Learn(string workspace, params (MessageKey Key, OutcomeCounts Counts)[] counts) =>
        Learner.Learn(World.Parse(workspace), counts.ToDictionary(each => each.Key, each => each.Counts), s_at);
}
