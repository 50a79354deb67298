using System.Text.Json;
using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>A friendship ends in WeCom while a SOP is going: whoever is gone is left in peace.</summary>
public sealed class DeletedFriendships : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        // A day is a minute: time enough for the deletions to come in before, on a busy machine too.
        ["sop.yaml"] = """
            sop: series
            trigger: { event: journey.begun }
            steps:
              - { id: first, send: direct, material: first, expires: 30d }
              - { id: later, at: +24h, send: direct, material: later, expires: 30d }
            """,
        ["first.yaml"] = "material: first\ntext: 第一条\n",
        ["later.yaml"] = "material: later\ntext: 第二条\n",
    };

    private Installation _both = null!;

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1440, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Get_nothing_more()
    {
        var customers = await _both.WeCom.AddAsync(3, _both.Shiyu);
        var (leaver, removed, friend) = (customers[0], customers[1], customers[2]);
        foreach (var customer in customers) await _both.Shiyu.HappenedAsync(customer, "journey.begun");
        await _both.Shiyu.FoldedAsync();
        await _both.WeCom.DeleteAsync(leaver, by: "customer");
        await _both.WeCom.DeleteAsync(removed, by: "member");

        await Wait.UntilAsync("the customer's deletion ended the contact", async () => await StateOfContactAsync(leaver) == "deleted_by_customer");
        await Wait.UntilAsync("the member's deletion ended the contact", async () => await StateOfContactAsync(removed) == "deleted_by_member");
        Assert.Equal("deleted", Assert.Single(await _both.Shiyu.TimelineAsync(leaver), entry => entry.Text("kind") == "run_ended").Text("reason"));
        Assert.Empty((await _both.Shiyu.CustomerAsync(leaver)).GetProperty("runs").EnumerateArray());

        // The friend's second message goes out: by then the others' would have, too.
        await Wait.UntilAsync("the friend has both messages", async () =>
        {
            await _both.WeCom.ConfirmAllAsync();
            return (await _both.WeCom.ChatAsync(friend, "mass")).Count == 2;
        });
        var gone = await _both.Shiyu.CustomerIdAsync(leaver);
        Assert.DoesNotContain(await _both.Shiyu.DeliveriesAsync("series"), delivery => delivery.Text("customer") == gone && delivery.Text("step") == "later");
        var unfriended = await _both.Shiyu.CustomerIdAsync(removed);
        var fate = "";
        await Wait.UntilAsync(
            "the other's second message is dropped",
            async () =>
            {
                var later = (await _both.Shiyu.DeliveriesAsync("series")).FirstOrDefault(delivery => delivery.Text("customer") == unfriended && delivery.Text("step") == "later");
                fate = later.ValueKind == JsonValueKind.Undefined ? "none" : $"{later.Text("state")} {later.Text("reason")}";
                return fate == "dropped no_contact";
            },
            () => $"It is {fate}.");
        foreach (var customer in (string[])[leaver, removed])
            Assert.DoesNotContain(await _both.WeCom.ChatAsync(customer, "mass"), message => message.Text("text") == "第二条");
        Assert.Single(await _both.Shiyu.EventsAsync(leaver, "contact.deleted_by_customer"));
        Assert.Single(await _both.Shiyu.EventsAsync(removed, "contact.deleted_by_member"));
    }

    private async Task<string> StateOfContactAsync(string customer) => (await _both.Shiyu.CustomerAsync(customer)).GetProperty("contacts")[0].Text("state");
}
