using Shiyu.WeCom.Api;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom;

/// <summary>How things stand with WeCom, for <c>GET /api/wecom/status</c>.</summary>
public sealed class WeComStatus(
    WeComOptions options, IWeComHost host, WeComClient client, TaskBook tasks, CallbackInbox inbox, UnhandledCallbacks unhandled,
    DirectMessageDispatcher dispatcher)
{
    public WeComStatusView View()
    {
        var failure = client.LastFailure;
        var error = (failure?.Failure as WeComException)?.Error;
        return new WeComStatusView(
            options.IsConfigured,
            options.TakesCallbacks,
            options.BaseUrl.ToString(),
            options.CorpId.Length == 0 ? null : options.CorpId,
            client.TokenOk,
            failure is null ? null : new WeComFailureView(
                Iso(failure.At), failure.Api, error?.Code, error?.MeaningZh ?? "没有得到企业微信的有效回答", error?.AdviceZh ?? "请检查网络与接口地址，将自动重试",
                error?.InEnglish ?? failure.Failure.Message),
            dispatcher.RestsUntil is { } rests ? Iso(rests) : null,
            [.. client.RestingApis.Select(api => new RestingApiView(api.Key, Iso(api.Value)))],
            host.Planned(10_000).Count,
            tasks.Open.Count,
            [.. tasks.Unsettled.Select(task => new UnsettledTaskView(
                task.Key, task.Member, task.Customers, task.State.ToString().ToLowerInvariant(), task.Reason, Iso(DateTimeOffset.FromUnixTimeMilliseconds(task.BegunAtMs)),
                task.Candidates ?? []))],
            inbox.Waiting,
            unhandled.Count);
    }

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="Configured">Whether the API may be called; without it direct messages stay planned.</param>
/// <param name="TakesCallbacks">Whether callbacks can be verified.</param>
/// <param name="TokenOk">Null before the first call.</param>
/// <param name="LastError">Null when the latest call went well.</param>
/// <param name="RestsUntil">Nothing is sent until then (wall time).</param>
/// <param name="RestingApis">APIs over their frequency limit.</param>
/// <param name="Planned">Direct messages waiting to be handed over (counted up to 10,000).</param>
/// <param name="OpenTasks">Tasks whose results are still asked for, unsettled ones among them.</param>
/// <param name="UnsettledTasks">Tasks of which it is not known whether WeCom has them.</param>
/// <param name="CallbacksWaiting">Kept and not yet turned into events.</param>
/// <param name="CallbacksUnhandled">Those that made no event, ever.</param>
public sealed record WeComStatusView(
    bool Configured, bool TakesCallbacks, string BaseUrl, string? CorpId, bool? TokenOk, WeComFailureView? LastError, string? RestsUntil,
    IReadOnlyList<RestingApiView> RestingApis, int Planned, int OpenTasks, IReadOnlyList<UnsettledTaskView> UnsettledTasks, int CallbacksWaiting,
    long CallbacksUnhandled);

/// <param name="Errcode">Null when WeCom gave no answer.</param>
public sealed record WeComFailureView(string At, string Api, int? Errcode, string Meaning, string Advice, string English);

public sealed record RestingApiView(string Api, string Until);

/// <param name="State"><c>sending</c>, <c>uncertain</c> or <c>ambiguous</c>.</param>
/// <param name="BegunAt">Wall time.</param>
/// <param name="Candidates">WeCom's ids of the tasks that fit; a person decides.</param>
public sealed record UnsettledTaskView(
    string Id, string Member, int Customers, string State, string? Reason, string BegunAt, IReadOnlyList<string> Candidates);
