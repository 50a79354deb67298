using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>A killed server under accelerated time, started again with the clock where the first start had it.</summary>
public sealed class RestartedServer : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["intent.yaml"] = """
            group: intent
            kind: multi
            tags:
              - { tag: fresh, when: { event: journey.begun, within: 1h } }
              - { tag: warm, when: { event: journey.begun, within: 6h } }
            """,
    };

    private Installation _both = null!;

    // An hour is a second and a quarter.
    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 2880, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Never_goes_back_before_the_last_decision_and_goes_on_from_there()
    {
        await _both.Shiyu.HappenedAsync("wm1", "journey.begun");
        // By time alone, so that the last decision is no event's.
        await LeftAsync("intent/fresh");
        var left = await OnlyEndAsync("intent/fresh");

        await _both.KillServerAsync();
        await _both.StartServerAsync(Installation.Epoch);

        Assert.True(await _both.Shiyu.NowAsync() >= left, "Business time went back before the last decision.");
        Assert.Equal(left, await OnlyEndAsync("intent/fresh"));
        await _both.Shiyu.HappenedAsync("wm1", "note.written");
        Assert.True((await _both.Shiyu.EventsAsync("wm1", "note.written"))[0].Time("receivedAt") >= left, "An event was received before the last decision.");
        await LeftAsync("intent/warm");
        Assert.Equal(TimeSpan.FromHours(5), await OnlyEndAsync("intent/warm") - await OnlyEndAsync("intent/fresh"));
    }

    private async Task<DateTimeOffset> OnlyEndAsync(string tag) =>
        Assert.Single(await _both.Shiyu.TimelineAsync("wm1"), entry => entry.Text("kind") == "tag_left" && entry.Text("tag") == tag).Time("at");

    private Task LeftAsync(string tag) => Wait.UntilAsync($"{tag} has left", async () =>
        (await _both.Shiyu.TimelineAsync("wm1")).Any(entry => entry.Text("kind") == "tag_left" && entry.Text("tag") == tag));
}
