using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Welcomes;
using SentWelcome = Shiyu.WeCom.Api.WelcomeRequest;

namespace Shiyu.WeCom.Callbacks;

/// <summary>
/// Sends the welcome within WeCom's 20 seconds of wall time, on workers of its own and before anything slow. Once per code, and once per customer and
/// member when the half-add and the add both carry a code.
/// </summary>
internal sealed class WelcomeLane(
    IWeComHost host, WeComClient client, WeComOptions options, CallbackInbox inbox, WelcomeBook welcomes, ILogger<WelcomeLane> log) : BackgroundService
{
    private const int Workers = 8;

    /// <summary>WeCom's window, counted from the receipt of the callback.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromSeconds(1);

    /// <summary>Sends one welcome, or finds out why not, and writes its fate down.</summary>
    public async Task<WelcomeFate> WelcomeAsync(KeptCallback kept, CancellationToken stop)
    {
        if (!kept.ToBeWelcomed) return await kept.Welcome.ConfigureAwait(false);
        WelcomeFate fate;
        try
        {
            fate = await TryAsync(kept, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // Without a fate the worker would wait for ever, and with it every callback behind this one.
            log.LogError(e, "A welcome could not be tried.");
            fate = new WelcomeFate(WelcomeState.Failed, Reason: "error");
        }
        try
        {
            await inbox.SaveAsync(kept, fate).ConfigureAwait(false);
        }
        finally
        {
            kept.SettleWelcome(fate);
        }
        return fate;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var kept in inbox.ToWelcome.ReadAllAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await WelcomeAsync(kept, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;    // the next start takes it up, if the 20 seconds are not over
            }
            catch (Exception e)
            {
                log.LogError(e, "A welcome's fate could not be written down.");
            }
        }
    }

    private async Task<WelcomeFate> TryAsync(KeptCallback kept, CancellationToken stop)
    {
        if (welcomes.Choose(new WelcomeOccasion(kept.Content.State, kept.Content.Member, kept.Stored.BusinessAtMs)) is not { } rule) return WelcomeFate.None;
        var material = rule.Material;
        WelcomeFate Failed(string reason) => new(WelcomeState.Failed, material, reason);
        if (!options.IsConfigured) return Failed("not_configured");
        var deadline = kept.ReceivedAt + Window;
        if (host.Wall.GetUtcNow() >= deadline) return Failed("too_late");
        if (kept.Content.ChangeType == "add_external_contact" && await SentOnHalfAddAsync(kept, deadline, stop).ConfigureAwait(false))
            return WelcomeFate.None;

        if (host.Render(material, WelcomeDesk.Values(kept.Content.State)) is not { } rendered) return Failed("no_such_material");
        var content = MessageContent.Of(rendered);
        if (content.Fault is { } fault) return Failed(fault);

        // A start after a crash finds "sending": the code may have been used then.
        var triedBefore = kept.Stored.Welcome is { State: WelcomeState.Sending };
        await inbox.SaveAsync(kept, new WelcomeFate(WelcomeState.Sending, material)).ConfigureAwait(false);
        return await SendAsync(kept, content, rule, deadline, triedBefore, stop).ConfigureAwait(false);
    }

    private async Task<WelcomeFate> SendAsync(
        KeptCallback kept, MessageContent content, WelcomeRule rule, DateTimeOffset deadline, bool triedBefore, CancellationToken stop)
    {
        var material = rule.Material;
        var (media, missing) = welcomes.Attachments(rule);
        // A welcome without its picture is better than none: WeCom gives no second chance.
        var note = missing.Count > 0 ? $"media_missing:{string.Join(',', missing)}" : null;
        var request = new SentWelcome(kept.Content.WelcomeCode, content.TextPart, Together(content.Attachments, media));
        var left = deadline - host.Wall.GetUtcNow();
        using var window = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1), host.Wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, stop);
        var unanswered = triedBefore;
        var failure = "too_late";
        for (var busy = 0; ;)
        {
            try
            {
                await client.SendWelcomeAsync(kept.Content.ExternalUserId, request, either.Token).ConfigureAwait(false);
                return new WelcomeFate(WelcomeState.Sent, material, note);
            }
            catch (WeComException e) when (e.Error.Code == 41051 && unanswered)
            {
                // The code works once. An attempt of ours went unanswered, and now it is used up.
                return new WelcomeFate(WelcomeState.Sent, material, "answer_lost");
            }
            catch (WeComException e) when (e.Error.Code == 40007 && media.Count > 0)
            {
                // WeCom has lost a medium before its time. The text goes at once, and the media are uploaded anew for the next.
                (media, note) = ([], $"media_refused:{string.Join(',', rule.Media)}");
                request = request with { Attachments = content.Attachments };
                await welcomes.RefusedAsync(rule).ConfigureAwait(false);
                continue;
            }
            catch (WeComException e)
            {
                failure = Reasons.Of(e.Error);
                unanswered |= e.Error.Code == -1;    // "busy" does not say that nothing was done
                // 41096: another app is sending, one retry. -1 and crowding: at most three. All else stands.
                var retries = e.Error.Code == 41096 ? 1 : e.Error.Retry is WeComRetry.AfterDelay or WeComRetry.WithFewerAtATime ? 3 : 0;
                if (++busy > retries) return new WelcomeFate(WelcomeState.Failed, material, failure);
            }
            catch (WeComUnreachableException)
            {
                failure = "unreachable";
            }
            catch (WeComUnansweredException)
            {
                // Repeating is no blind second message: WeCom takes a code once and answers 41051 to the second use.
                unanswered = true;
                failure = "unanswered";
            }
            catch (OperationCanceledException) when (window.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                return new WelcomeFate(WelcomeState.Failed, material, failure);
            }
            if (host.Wall.GetUtcNow() + PauseBeforeRetry >= deadline) return new WelcomeFate(WelcomeState.Failed, material, failure);
            await Task.Delay(PauseBeforeRetry, host.Wall, stop).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<Attachment>? Together(IReadOnlyList<Attachment>? link, IReadOnlyList<Attachment> media) =>
        media.Count == 0 ? link : [.. link ?? [], .. media];

    private async Task<bool> SentOnHalfAddAsync(KeptCallback add, DateTimeOffset deadline, CancellationToken stop)
    {
        var left = deadline - host.Wall.GetUtcNow();
        try
        {
            return (await inbox.HalfAdds.FateBeforeAsync(add, stop).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, host.Wall, stop).ConfigureAwait(false))
                .State == WelcomeState.Sent;
        }
        catch (TimeoutException)
        {
            return true;    // unknown to the last: better no second welcome than two
        }
    }
}
