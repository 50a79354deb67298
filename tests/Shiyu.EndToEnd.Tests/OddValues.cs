using System.Text.Json;
using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Values that few programs expect, all the way through: taken, decided on, shown as they were sent.</summary>
public sealed class OddValues : IAsyncLifetime
{
    /// <summary>Rules that read what is odd.</summary>
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["readers.yaml"] = """
            group: readers
            kind: multi
            tags:
              - { tag: text, when: { event: note.written, where: { lone: { contains: x } } } }
              - { tag: equal, when: { event: note.written, where: { nul: ab } } }
              - { tag: big, when: { event: note.written, where: { big: { at_least: 1 } } } }
              - { tag: distinct, when: { event: note.written, distinct: { of: lone, at_least: 2 } } }
              - { tag: sum, when: { event: note.written, sum: { of: big, at_least: 1 } } }
              - { tag: deep, when: { event: note.written, where: { deep.deep: { exists: true } } } }
              - { tag: attribute, when: { attribute: nickname, starts_with: x } }
              - { tag: by-hand }
            """,
        ["sop.yaml"] = "sop: hello\ntrigger: { event: journey.begun }\nsteps:\n  - { id: hello, send: direct, material: hello, expires: 30d }\n",
        ["broken.yaml"] = "sop: broken\ntrigger: { event: journey.begun }\nsteps:\n  - { id: broken, send: direct, material: broken, expires: 30d }\n",
        ["broken-material.yaml"] = "material: broken\ntext: '{{#if nickname}}{{frob nickname}}{{/if}}你好'\n",
        ["material.yaml"] = "material: hello\ntext: 你好，{{nickname}}\n",
    };

    private Installation _both = null!;

    public static TheoryData<string> Properties { get; } =
    [
        """{"lone":"\ud800"}""",
        """{"lone":"x\udc00y\ud83d\ude00\ud83d"}""",
        """{"nul":"a\u0000b"}""",
        """{"big":1000000000000000000000000000000}""",
        """{"big":-1e400,"small":1E-400,"zero":-0.0,"exact":0.1000}""",
        """{"":"no name","点.号":"\ud83d\ude00"}""",
        """{"twice":1,"twice":"\ud800"}""",
        """{"list":[[],{},[null,true,"\ud800"]],"lone":{"lone":"\udfff"}}""",
        Deep(46),
    ];

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1440, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Come_back_as_they_were_sent()
    {
        var sent = new List<string>();
        foreach (var row in Properties)
        {
            var properties = row.Data;
            await _both.Shiyu.SendAsync(
                $$$"""{"id":"odd-{{{sent.Count}}}","name":"note.written","identities":{"user_id":"odd"},"properties":{{{properties}}},"attributes":{"of{{{sent.Count}}}":{{{properties}}},"nickname":"\ud800"}}""");
            sent.Add(properties);
        }
        await _both.Shiyu.FoldedAsync();
        Assert.Equal("ok\n", await _both.Shiyu.Http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        using var ready = await _both.Shiyu.Http.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.True(ready.IsSuccessStatusCode);

        var id = (await _both.Shiyu.GetAsync("/api/customers?identity=user_id:odd")).GetProperty("items")[0].Text("id");
        var timeline = (await _both.Shiyu.GetAsync($"/api/customers/{id}/timeline?kind=event&limit=500")).GetProperty("items").EnumerateArray()
            .ToDictionary(entry => entry.Text("id"), entry => JsonText.Canonical(entry.GetProperty("properties")));
        var attributes = (await _both.Shiyu.GetAsync($"/api/customers/{id}")).GetProperty("attributes");
        for (var i = 0; i < sent.Count; i++)
        {
            Assert.Equal(JsonText.Canonical(sent[i]), timeline[$"odd-{i}"]);
            Assert.Equal(JsonText.Canonical(sent[i]), JsonText.Canonical(attributes.GetProperty($"of{i}")));
        }
        Assert.Equal(JsonText.Canonical("\"\\ud800\""), JsonText.Canonical(attributes.GetProperty("nickname")));
        foreach (var page in (string[])["/api/customers", "/api/customers?search=odd", "/api/overview", "/api/deliveries", "/api/sops"]) await _both.Shiyu.GetAsync(page);
    }

    [Fact]
    public async Task In_a_name_are_refused()
    {
        foreach (var name in (string[])["\\ud800", "a\\u0000"])
        {
            using var refused = await _both.Shiyu.Http.PostAsync(
                "/api/events", ShiyuApi.Json($$$"""{"id":"x","name":"note.written","identities":{"user_id":"odd"},"properties":{"{{{name}}}":1}}"""),
                TestContext.Current.CancellationToken);
            Assert.Equal(422, (int)refused.StatusCode);
        }
    }

    [Fact]
    public async Task Of_a_tag_set_by_hand_change_nothing_or_are_refused()
    {
        foreach (var (tag, code) in ((string, string)[])
        [
            ("\"\\ud800/x\"", "event.bad_text"), ("\"readers/by-hand\\u0000\"", "event.bad_text"), ("5", "event.bad_tag"), ("null", "event.bad_tag"), ("\"\"", "event.bad_tag"),
            ("\"/\"", "event.bad_tag"), ("\"by-hand\"", "event.bad_tag"), ("{\"tag\":\"readers/by-hand\"}", "event.bad_tag"), ("[\"readers/by-hand\"]", "event.bad_tag"),
        ])
        {
            using var refused = await _both.Shiyu.Http.PostAsync("/api/events", ShiyuApi.Json(TagSet(tag)), TestContext.Current.CancellationToken);
            Assert.InRange((int)refused.StatusCode, 400, 499);
            Assert.Contains(code, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        foreach (var tag in (string[])["\"readers/unknown\"", "\"readers/text\""]) await _both.Shiyu.SendAsync(TagSet(tag));
        await _both.Shiyu.FoldedAsync();
        Assert.Empty((await _both.Shiyu.GetAsync("/api/customers?identity=user_id:tagged")).GetProperty("items")[0].GetProperty("tags").EnumerateArray());

        await _both.Shiyu.SendAsync(TagSet("\"readers\\u002fby-hand\""));
        await _both.Shiyu.FoldedAsync();
        Assert.Equal("readers/by-hand", Assert.Single(
            (await _both.Shiyu.GetAsync("/api/customers?identity=user_id:tagged")).GetProperty("items")[0].GetProperty("tags").EnumerateArray()).Text("tag"));
    }

    [Fact]
    public async Task Of_a_contact_event_stop_nothing()
    {
        await _both.Shiyu.SendAsync([.. new[] { "\"\\ud800\"", "\"a\\u0000b\"", "5", "null", "{}" }.SelectMany((member, i) => new[] { "contact.added", "contact.deleted_by_customer" }
            .Select(name => $$$"""{"id":"{{{name}}}-{{{i}}}","name":"{{{name}}}","identities":{"user_id":"contact"},"properties":{"member":{{{member}}}}}"""))]);
        await _both.Shiyu.FoldedAsync();
        var id = (await _both.Shiyu.GetAsync("/api/customers?identity=user_id:contact")).GetProperty("items")[0].Text("id");
        await _both.Shiyu.GetAsync($"/api/customers/{id}");
        Assert.Equal(10, (await _both.Shiyu.GetAsync($"/api/customers/{id}/timeline?kind=event")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task In_one_customers_message_hold_up_nobody_elses()
    {
        var customers = await _both.WeCom.AddAsync(5, _both.Shiyu);
        string[] names = ["\"\\ud800\"", "\"a\\u0000b\"", "{\"a\":[1e400,\"\\udc00\"]}", "{\"a\":1,\"a\":2}", "\"林 \\ud83d\\ude00\\n\\t\""];
        for (var i = 0; i < customers.Length; i++) await _both.Shiyu.HappenedAsync(customers[i], "journey.begun", $$"""{"nickname":{{names[i]}}}""");

        await Wait.UntilAsync(
            "the ordinary one has the message",
            async () =>
            {
                await _both.WeCom.ConfirmAllAsync();
                return (await _both.WeCom.ChatAsync(customers[4], "mass")).Count > 0;
            });
        Assert.Equal("你好，林 \U0001F600\n\t", Assert.Single(await _both.WeCom.ChatAsync(customers[4], "mass")).Text("text"));
        // A text that cannot be filled fails alone, and says so.
        var ordinary = await _both.Shiyu.CustomerIdAsync(customers[4]);
        var broken = Assert.Single(await _both.Shiyu.DeliveriesAsync("broken"), delivery => delivery.Text("customer") == ordinary);
        Assert.Equal(("failed", "unreadable_material:broken"), (broken.Text("state"), broken.Text("reason")));
        await Wait.UntilAsync("every other is settled, too", async () =>
        {
            await _both.WeCom.ConfirmAllAsync();
            return (await _both.Shiyu.DeliveriesAsync("hello")).All(delivery => delivery.Text("state") is "delivered" or "failed");
        });
    }

    private static string TagSet(string tag) => $$$"""{"id":"{{{Guid.NewGuid()}}}","name":"tag.set","identities":{"user_id":"tagged"},"properties":{"tag":{{{tag}}}}}""";

    /// <summary>The event is the first level, so that these and the two around make the limit of 48.</summary>
    private static string Deep(int levels) => string.Concat(Enumerable.Repeat("{\"deep\":", levels)) + "\"\\ud800\"" + new string('}', levels);
}
