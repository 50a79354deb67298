using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Arbitration.Learning;

public sealed class AttributedEvents
{
    [Theory]
    [InlineData("10", "9", "no")]
    [InlineData("10", "10", "yes")]
    [InlineData("10", "13", "yes")]
    [InlineData("10", "14", "no")]
    [InlineData("10 12", "13", "no yes")]
    [InlineData("10 12", "11", "yes no")]
    [InlineData("10 12", "11 13 14", "yes yes")]
    [InlineData("10 10", "11", "no yes")]
    public void Are_put_down_to_the_last_message_before_them_unless_it_is_too_long_ago(string delivered, string happened, string caused) => Assert.Equal(
        caused,
        string.Join(' ', Attribution.Of(Times(delivered), Times(happened), Duration.Days(3)).Select(did => did ? "yes" : "no")));

    private static Instant[] Times(string days) => [.. days.Split(' ').Select(day => new Instant(Duration.Days(long.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Ms))];
}
