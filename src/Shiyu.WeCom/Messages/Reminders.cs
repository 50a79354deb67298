using Microsoft.Extensions.Logging;
using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Reminds members of tasks that they have not confirmed, at the clock times that the workspace says. WeCom reminds only those who have not, and at most
/// three times in 24 hours.
/// </summary>
internal sealed class Reminders(IWeComHost host, WeComClient client, WeComOptions options, TaskBook tasks, ILogger log)
{
    private const int AtATime = 4;
    private const long DayMs = 86_400_000;

    /// <summary>A server that was down at the time reminds nobody at another.</summary>
    private const long LateMostMs = 3_600_000;

    /// <summary>When somebody is to be reminded next, business time; null when nobody is.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            if (host.Definitions.Workspace.Unconfirmed.RemindAt is not { Length: > 0 } times || !tasks.Open.Any(task => task.IsUnconfirmed)) return null;
            var now = NowMs;
            return DateTimeOffset.FromUnixTimeMilliseconds(new[] { now, now + DayMs }.SelectMany(day => times.Select(time => host.ClockTimeMs(day, time))).Where(at => at > now).Min());
        }
    }

    /// <summary>Reminds of every task that has stood unconfirmed since before the clock time that has just come.</summary>
    public async Task RemindDueAsync(CancellationToken stop)
    {
        if (!options.IsConfigured || host.Definitions.Workspace.Unconfirmed.RemindAt is not { Length: > 0 } times) return;
        var now = NowMs;
        var slot = times.Select(time => host.ClockTimeMs(now, time)).Where(at => at <= now).DefaultIfEmpty(long.MinValue).Max();
        if (slot < now - LateMostMs) return;
        var due = tasks.Open.Where(task => task is { IsUnconfirmed: true, Withdrawing: false } && task.CreatedAtMs < slot && IsFree(task, slot, now)).ToList();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop },
            async (task, cancel) => await RemindAsync(task, now, cancel).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Not yet reminded at this clock time, and no more than WeCom takes, also where the times were changed during the day.</summary>
    private static bool IsFree(MessageTask task, long slot, long now) =>
        task.RemindedAtMs is not { } reminded || (reminded[^1] < slot && reminded.Count(at => at > now - DayMs) < UnconfirmedRules.RemindersMost);

    private async Task RemindAsync(MessageTask task, long now, CancellationToken stop)
    {
        try
        {
            await client.RemindMessageAsync(task.Msgid!, stop).ConfigureAwait(false);
        }
        catch (WeComUnreachableException e)
        {
            log.LogWarning("Task {Task}: its member is reminded later: {Failure}", task.Key, e.Message);
            return;
        }
        catch (WeComCallException e)
        {
            // Refused, or perhaps done: nobody is bothered a second time for that.
            log.LogWarning("Task {Task}: its member may not have been reminded: {Failure}", task.Key, e.Message);
        }
        await tasks.SaveAsync(task with { RemindedAtMs = [.. (task.RemindedAtMs ?? []).Where(at => at > now - DayMs), now] }, [], []).ConfigureAwait(false);
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
