using System.Diagnostics;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>Waiting for a condition with a deadline.</summary>
internal static class Wait
{
    /// <summary>Far longer than anything here takes on a quiet machine.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks again and again until it holds.</summary>
    /// <param name="what">What is waited for, in the message of a failure.</param>
    /// <param name="found">What was seen last; null leaves it out.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, Func<string>? found = null, TimeSpan? within = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > (within ?? Usual)) Assert.Fail($"Waited {clock.Elapsed.TotalSeconds:0} s until {what}. {found?.Invoke()}");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
