using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.App;

/// <summary>
/// Messages of our WeCom app to members. WeCom leaves out an equal message within four hours, so that one whose answer was lost is sent again without harm; what
/// goes beyond its limits per member it drops silently, so that it is never sent.
/// </summary>
public sealed class AppMessages : IMemberNotices
{
    /// <summary>WeCom takes so many for one member in any minute, and in any hour.</summary>
    internal const int PerMinute = 30;
    internal const int PerHour = 1_000;

    /// <summary>For so long WeCom leaves out an equal message, wall time.</summary>
    internal static readonly TimeSpan Recognised = TimeSpan.FromHours(4);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongRest = TimeSpan.FromMinutes(10);
    private readonly IWeComHost _host;
    private readonly WeComClient _client;
    private readonly WeComOptions _options;
    private readonly ILogger<AppMessages> _log;
    private readonly ConcurrentDictionary<string, MemberRoom> _rooms = new(StringComparer.Ordinal);
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    public AppMessages(IWeComHost host, WeComClient client, WeComOptions options, ILogger<AppMessages> log) => (_host, _client, _options, _log) = (host, client, options, log);

    /// <summary>Until when nothing is sent (wall time); null when sending goes on.</summary>
    public DateTimeOffset? RestsUntil => _restsUntil > _host.Wall.GetUtcNow() ? _restsUntil : null;

    /// <inheritdoc/>
    async Task<bool> IMemberNotices.TellExitsAsync(MessageTask task, IReadOnlyList<string> customers, CancellationToken stop) =>
        (await SendAsync(task.Member, ExitCard.Of(task, customers, _options.PublicUrl), stop).ConfigureAwait(false)).Fate is AppFate.Sent or AppFate.Refused;

    /// <summary>Sends a card to one member.</summary>
    internal async Task<AppAnswer> SendAsync(string member, AppCard card, CancellationToken stop)
    {
        if (_options is not { SendsAppMessages: true, AgentId: { } agent }) return new AppAnswer(AppFate.Refused, null, "not_configured");
        var now = _host.Wall.GetUtcNow();
        if (RestsUntil is not null || !_rooms.GetOrAdd(member, _ => new MemberRoom()).TryCount(now)) return AppAnswer.Later;
        try
        {
            var answer = await _client.SendAppMessageAsync(card.ToRequest(member, agent), stop).ConfigureAwait(false);
            return Contains(answer.Invaliduser, member) || Contains(answer.Unlicenseduser, member)
                ? new AppAnswer(AppFate.Refused, null, "not_reachable")
                : new AppAnswer(AppFate.Sent, answer.Msgid, null);
        }
        catch (WeComException e)
        {
            return Refused(e);
        }
        catch (WeComCallException e)
        {
            _log.LogWarning("A message to {Member} is sent again later: {Failure}", member, e.Message);
            _restsUntil = now + Rest;
            return e is WeComUnansweredException ? AppAnswer.Unknown : AppAnswer.Later;
        }
    }

    /// <summary>Takes a message back; WeCom allows it for 24 hours.</summary>
    /// <returns>Whether that is settled: it is gone, or cannot be taken back any more; false: try again later.</returns>
    internal async Task<bool> RecallAsync(string msgid, CancellationToken stop)
    {
        try
        {
            await _client.RecallAppMessageAsync(msgid, stop).ConfigureAwait(false);
            return true;
        }
        catch (WeComException e) when (e.Error.Retry is WeComRetry.Never)
        {
            return true;
        }
        catch (WeComCallException e)
        {
            _log.LogWarning("A message is taken back later: {Failure}", e.Message);
            return false;
        }
    }

    private AppAnswer Refused(WeComException refusal)
    {
        switch (refusal.Error.Retry)
        {
            case WeComRetry.Never or WeComRetry.Member or WeComRetry.RelationLost or WeComRetry.RestartListing:
                return new AppAnswer(AppFate.Refused, null, Reasons.Of(refusal.Error));
            case WeComRetry.RefreshToken or WeComRetry.Configuration:
                // Nothing goes until a person mends it.
                _log.LogError("Messages to members rest: {Error}", refusal.Message);
                _restsUntil = _host.Wall.GetUtcNow() + LongRest;
                return AppAnswer.Later;
            case WeComRetry.AfterDelay:
                // "Busy" does not say that nothing was done.
                _restsUntil = _host.Wall.GetUtcNow() + Rest;
                return AppAnswer.Unknown;
            case WeComRetry.PollLater or WeComRetry.WhenWindowEnds or WeComRetry.WithFewerAtATime:
                _restsUntil = refusal.RetryAt ?? _host.Wall.GetUtcNow() + Rest;
                return AppAnswer.Later;
            default:
                throw new InvalidOperationException($"{refusal.Error.Retry} has no meaning here.");
        }
    }

    private static bool Contains(string list, string member) => list.Split('|').Contains(member, StringComparer.OrdinalIgnoreCase);

    private sealed class MemberRoom
    {
        private readonly Lock _lock = new();
        private readonly SlidingWindow[] _windows = [new(PerMinute, TimeSpan.FromMinutes(1)), new(PerHour, TimeSpan.FromHours(1))];

        public bool TryCount(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (_windows.Any(window => window.WaitAt(now) > TimeSpan.Zero)) return false;
                foreach (var window in _windows) window.Count(now);
                return true;
            }
        }
    }
}

/// <summary>What came of a message to a member.</summary>
/// <param name="Msgid">WeCom's id, for taking it back; null where it was not sent.</param>
/// <param name="Reason">Why it was refused.</param>
internal readonly record struct AppAnswer(AppFate Fate, string? Msgid, string? Reason)
{
    public static readonly AppAnswer Later = new(AppFate.Later, null, null);
    public static readonly AppAnswer Unknown = new(AppFate.Unknown, null, null);
}

/// <summary>Sent, refused for good, to be tried again, or to be tried again though it may have arrived.</summary>
internal enum AppFate { Sent, Refused, Later, Unknown }
