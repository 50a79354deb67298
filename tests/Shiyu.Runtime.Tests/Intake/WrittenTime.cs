using System.Text;
using Shiyu.Runtime.Intake;
using Xunit;

namespace Shiyu.Runtime.Tests.Intake;

public sealed class WrittenTime
{
    [Theory]
    [InlineData("2026-03-01T12:00:00.000+08:00", "2026-03-01T04:00:00.000Z")]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z")]
    [InlineData("2026-03-01t12:00z", "2026-03-01T12:00:00.000Z")]
    [InlineData("2026-03-01 12:00:00.1234567-0330", "2026-03-01T15:30:00.123Z")]
    [InlineData("2026-03-01T12:00:00,5+08", "2026-03-01T04:00:00.500Z")]
    [InlineData("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z")]
    [InlineData("2026-03-01T12:00:00", "2026-03-01T04:00:00.000Z")]
    [InlineData("2026-03-01", "2026-02-28T16:00:00.000Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z")]
    public void Is_read_to_the_millisecond(string text, string utc)
    {
        Assert.True(EventTime.TryParse(Encoding.UTF8.GetBytes(text), localMs => localMs - 8 * 3_600_000, out var ms));
        Assert.Equal(utc, DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-3-1")]
    [InlineData("2026-03-01T")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T12:60:00Z")]
    [InlineData("2026-03-01T12:00:60Z")]
    [InlineData("2026-03-01T12:00:00.Z")]
    [InlineData("2026-03-01T12:00:00+8")]
    [InlineData("2026-03-01T12:00:00+08:0")]
    [InlineData("2026-03-01T12:00:00+08:000")]
    [InlineData("2026-03-01T12:00:00ZZ")]
    [InlineData("2026-03-01T12:00:00 CST")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("0000-01-01")]
    [InlineData("1772366400000")]
    [InlineData("昨天昨天昨天")]
    public void Is_refused_when_it_is_none(string text) =>
        Assert.False(EventTime.TryParse(Encoding.UTF8.GetBytes(text), localMs => localMs, out _));
}
