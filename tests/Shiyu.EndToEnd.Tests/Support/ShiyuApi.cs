using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>The server as an operator's program sees it.</summary>
internal sealed class ShiyuApi(HttpClient http)
{
    public const string WriteKey = "w";

    public HttpClient Http { get; } = http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path, Stop);
        var said = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {said}");
        return JsonElement.Parse(said);
    }

    /// <summary>Business time.</summary>
    public async Task<DateTimeOffset> NowAsync() => (await GetAsync("/api/overview")).GetProperty("clock").Time("now");

    public async Task ApplyAsync(IReadOnlyDictionary<string, string> files)
    {
        using var answer = await Http.PutAsync("/api/definitions", Json(JsonSerializer.Serialize(new { files })), Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Sends events in the native form, one a line, that must all be taken.</summary>
    public async Task SendAsync(params string[] events)
    {
        using var answer = await Http.PostAsync("/api/events", Json(string.Join('\n', events)), Stop);
        var said = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, said);
        Assert.Equal(events.Length, JsonElement.Parse(said).GetProperty("accepted").GetInt32());
    }

    /// <summary>One event of a WeCom customer.</summary>
    public Task HappenedAsync(string externalUserId, string name, string attributes = "{}") =>
        SendAsync($$"""{"id":"{{Guid.NewGuid()}}","name":"{{name}}","identities":{"external_userid":"{{externalUserId}}"},"attributes":{{attributes}}}""");

    /// <summary>Waits until everything taken has been decided on.</summary>
    public Task FoldedAsync() => Wait.UntilAsync("all is folded", async () =>
    {
        var status = await GetAsync("/api/intake/status");
        return status.GetProperty("accepted").GetInt64() == status.GetProperty("folded").GetInt64();
    });

    /// <summary>Waits until no callback waits to become events.</summary>
    public async Task CallbacksDoneAsync()
    {
        await Wait.UntilAsync("callbacks are worked through", async () => (await GetAsync("/api/wecom/status")).GetProperty("callbacksWaiting").GetInt32() == 0);
        await FoldedAsync();
    }

    /// <summary>The customer's id here; waits for the first event to make one.</summary>
    public async Task<string> CustomerIdAsync(string externalUserId)
    {
        var id = "";
        await Wait.UntilAsync($"{externalUserId} is known", async () =>
        {
            var items = (await GetAsync($"/api/customers?identity=external_userid:{externalUserId}")).GetProperty("items");
            if (items.GetArrayLength() == 0) return false;
            id = items[0].Text("id");
            return true;
        });
        return id;
    }

    public async Task<JsonElement> CustomerAsync(string externalUserId) => await GetAsync($"/api/customers/{await CustomerIdAsync(externalUserId)}");

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> TimelineAsync(string externalUserId) =>
        [.. (await GetAsync($"/api/customers/{await CustomerIdAsync(externalUserId)}/timeline?limit=500")).GetProperty("items").EnumerateArray()];

    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string externalUserId, string name) =>
        [.. (await TimelineAsync(externalUserId)).Where(entry => entry.Text("kind") == "event" && entry.Text("name") == name)];

    /// <summary>All deliveries of a SOP, at most 500.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string sop) =>
        [.. (await GetAsync($"/api/deliveries?sop={sop}&limit=500")).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until a SOP has so many deliveries and each is in this state.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllAreAsync(string sop, int count, string state, Func<Task>? meanwhile = null)
    {
        IReadOnlyList<JsonElement> last = [];
        await Wait.UntilAsync(
            $"{count} deliveries of {sop} are {state}",
            async () =>
            {
                if (meanwhile is not null) await meanwhile();
                last = await DeliveriesAsync(sop);
                return last.Count == count && last.All(delivery => delivery.Text("state") == state);
            },
            () => "Found: " + string.Join(", ", last.CountBy(delivery => $"{delivery.Text("state")} {delivery.Text("reason")}").Select(pair => $"{pair.Value} {pair.Key}")));
        return last;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

internal static class JsonReading
{
    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static DateTimeOffset Time(this JsonElement element, string name) =>
        DateTimeOffset.Parse(element.Text(name), CultureInfo.InvariantCulture);
}
