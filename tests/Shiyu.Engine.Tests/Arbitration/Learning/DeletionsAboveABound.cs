using Shiyu.Engine.Arbitration.Learning;

namespace Shiyu.Engine.Tests.Arbitration.Learning;

public sealed class DeletionsAboveABound
{
    private const double Bound = 0.02;
    private const double Confidence = 0.95;

    [Fact]
    public void Speak_for_nothing_before_anything_was_delivered() => Assert.Equal(1, DeletionTest.Evidence(0, 0, Bound));

    [Fact]
    public void Are_weighed_by_likelihood_ratios()
    {
        // Of one message that was deleted after, each rate speaks by its multiple of the bound; of one that was not, by (1 − rate) / (1 − bound).
        Assert.Equal((1.25 + 1.5 + 2 + 3 + 5 + 8) / 6, DeletionTest.Evidence(1, 1, Bound), 12);
        Assert.Equal((0.975 + 0.97 + 0.96 + 0.94 + 0.9 + 0.84) / 6 / 0.98, DeletionTest.Evidence(1, 0, Bound), 12);
    }

    [Theory]
    [InlineData(0.02), InlineData(0.01)]
    public void Are_hardly_ever_seen_where_there_are_none_although_it_is_looked_after_every_message(double rate)
    {
        var alarms = Streams(2_000, rate, messages: 3_000, late: 0).Count(at => at is not null);

        // At most 5 % by Ville's inequality; and a bound that nothing comes near would be no test of it.
        Assert.InRange(alarms, rate == Bound ? 20 : 0, 100);
    }

    [Fact]
    public void Are_hardly_ever_seen_where_deletions_come_after_later_messages() =>
        Assert.InRange(Streams(2_000, Bound, messages: 3_000, late: 200).Count(at => at is not null), 0, 100);

    [Fact]
    public void Are_seen_soon_where_they_are_far_above()
    {
        var seen = Streams(500, 0.08, messages: 3_000, late: 0).ToList();

        Assert.DoesNotContain(null, seen);
        Assert.InRange(seen.Order().ElementAt(250)!.Value, 10, 200);
    }

    /// <summary>When each of many streams raises the alarm, if it does.</summary>
    /// <param name="late">A deletion comes so many messages after its own, at most.</param>
    private static IEnumerable<int?> Streams(int streams, double rate, int messages, int late)
    {
        for (var seed = 0; seed < streams; seed++)
        {
            var random = new Random(seed);
            var deletions = new int[messages + late + 1];
            for (var i = 1; i <= messages; i++)
                if (random.NextDouble() < rate) deletions[i + (late == 0 ? 0 : random.Next(late))]++;
            var deleted = 0;
            int? alarm = null;
            for (var delivered = 1; delivered <= messages && alarm is null; delivered++)
            {
                deleted += deletions[delivered];
                if (DeletionTest.IsAbove(delivered, deleted, Bound, Confidence)) alarm = delivered;
            }
            yield return alarm;
        }
    }
}
