using Shiyu.WeCom.Api;

namespace Shiyu.WeCom.Tests.Api;

public sealed class ErrorsInWords
{
    [Fact]
    public void Say_what_they_mean_and_what_to_do_in_two_languages()
    {
        Assert.True(WeComErrors.Known.Count() > 120);
        Assert.All(WeComErrors.Known, error =>
        {
            Assert.Contains(error.MeaningZh, (char c) => c >= '\u4e00');
            Assert.Contains(error.AdviceZh, (char c) => c >= '\u4e00');
            Assert.DoesNotContain(error.MeaningEn, (char c) => c >= '\u4e00');
            Assert.NotEmpty(error.AdviceEn);
        });
    }

    [Theory]
    [InlineData(-1, WeComRetry.AfterDelay)]
    [InlineData(40014, WeComRetry.RefreshToken)]
    [InlineData(42001, WeComRetry.RefreshToken)]
    [InlineData(40001, WeComRetry.RefreshToken)]
    [InlineData(45009, WeComRetry.WhenWindowEnds)]
    [InlineData(45033, WeComRetry.WithFewerAtATime)]
    [InlineData(45035, WeComRetry.WithFewerAtATime)]
    [InlineData(6000, WeComRetry.WithFewerAtATime)]
    [InlineData(41063, WeComRetry.PollLater)]
    [InlineData(50100, WeComRetry.RestartListing)]
    [InlineData(84061, WeComRetry.RelationLost)]
    [InlineData(48002, WeComRetry.Configuration)]
    [InlineData(60020, WeComRetry.Configuration)]
    [InlineData(301007, WeComRetry.Configuration)]
    [InlineData(84074, WeComRetry.Member)]
    [InlineData(40096, WeComRetry.Never)]
    [InlineData(987654, WeComRetry.Never)]
    public void Say_whether_to_try_again(int code, WeComRetry retry) => Assert.Equal(retry, WeComErrors.Of(code).Retry);

    [Fact]
    public void Explain_an_unknown_code_with_what_WeCom_said() => Assert.Contains("so sad", WeComErrors.Of(987654, "so sad").InEnglish);
}
