using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shiyu.Sandbox;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>The stand-in WeCom: moves its people, sets its faults, reads what stands in customers' chats.</summary>
internal sealed class StandIn(HttpClient http, SandboxOptions corp)
{
    public const string AddMessage = "/cgi-bin/externalcontact/add_msg_template";
    public const string ListMessages = "/cgi-bin/externalcontact/get_groupmsg_list_v2";
    public const string Member = "linxiaoyu";

    public HttpClient Http { get; } = http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Somebody new adds a member.</summary>
    public async Task<JsonElement> AddAsync(string member = Member) => await PostAsync("/sandbox/customers", new { member });

    /// <summary>So many new friends of one member, already known to the server.</summary>
    public async Task<string[]> AddAsync(int count, ShiyuApi shiyu, string member = Member)
    {
        var added = new List<string>();
        for (var i = 0; i < count; i++) added.Add((await AddAsync(member)).Text("externalUserId"));
        foreach (var customer in added)
            await Wait.UntilAsync($"{customer} is a friend", async () => (await shiyu.CustomerAsync(customer)).GetProperty("contacts").GetArrayLength() > 0);
        await shiyu.CallbacksDoneAsync();
        return [.. added];
    }

    public Task DeleteAsync(string customer, string by) => PostAsync($"/sandbox/customers/{customer}/delete", new { by });

    public Task EditTagsAsync(string customer, string[] add, string[] remove) => PostAsync($"/sandbox/customers/{customer}/tags", new { add, remove });

    public Task FaultsAsync(int slowMs = 0, double fail5xxRate = 0, double dropAnswerRate = 0, params string[] paths) =>
        PostAsync("/sandbox/faults", new { slowMs, fail5xxRate, dropAnswerRate, paths, seed = 7 });

    public Task HealthyAsync() => FaultsAsync();

    /// <summary>What stands in one customer's chat.</summary>
    /// <param name="kind"><c>welcome</c> or <c>mass</c>.</param>
    public async Task<IReadOnlyList<JsonElement>> ChatAsync(string customer, string kind) =>
        [.. (await GetAsync($"/sandbox/outbox?customer={customer}")).GetProperty("items").EnumerateArray().Where(message => message.Text("kind") == kind)];

    /// <summary>What the app wrote to a member.</summary>
    public async Task<JsonElement[]> InboxAsync(string member = Member) => [.. (await GetAsync($"/sandbox/members/{member}/inbox")).GetProperty("items").EnumerateArray()];

    public async Task<int> TaskCountAsync() => (await GetAsync("/sandbox/town")).GetProperty("tasks").GetInt32();

    public async Task<JsonElement[]> CallbacksAsync() => [.. (await GetAsync("/sandbox/callbacks")).EnumerateArray()];

    /// <summary>The id of a corp tag.</summary>
    public async Task<string> TagIdAsync(string group, string tag)
    {
        var groups = (await CallAsync("/cgi-bin/externalcontact/get_corp_tag_list", new { })).GetProperty("tag_group");
        var tags = groups.EnumerateArray().First(one => one.Text("group_name") == group).GetProperty("tag");
        return tags.EnumerateArray().First(one => one.Text("name") == tag).Text("id");
    }

    /// <summary>Ids of all tasks made through the API, as any other app of the corp would list them.</summary>
    public async Task<string[]> TasksAsync()
    {
        var now = (await GetAsync("/sandbox/town")).Time("businessNow").ToUnixTimeSeconds();
        var listed = await CallAsync(ListMessages, new { chat_type = "single", start_time = now - 20 * 86_400, end_time = now + 86_400, limit = 100 });
        Assert.Equal("", listed.Text("next_cursor"));
        return [.. listed.GetProperty("group_msg_list").EnumerateArray().Select(task => task.Text("msgid"))];
    }

    /// <summary>Every member taps "send" on every task that waits.</summary>
    public async Task ConfirmAllAsync()
    {
        foreach (var msgid in await TasksAsync())
        {
            var task = await CallAsync("/cgi-bin/externalcontact/get_groupmsg_task", new { msgid });
            if (!task.TryGetProperty("task_list", out var members)) continue;    // still being dispatched
            foreach (var member in members.EnumerateArray().Where(member => member.GetProperty("status").GetInt32() == 0))
            {
                using var confirmed = await Http.PostAsJsonAsync($"/sandbox/members/{member.Text("userid")}/confirm", new { msgid }, Stop);
                // The server may have taken it back since it was listed.
                Assert.True(confirmed.IsSuccessStatusCode || confirmed.StatusCode == HttpStatusCode.Conflict, $"{msgid}: {confirmed.StatusCode}");
            }
        }
    }

    public async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await Http.GetByteArrayAsync(path, Stop));

    /// <summary>Calls the platform as any other app of the corp would.</summary>
    public async Task<JsonElement> CallAsync(string path, object body)
    {
        var token = (await GetAsync($"/cgi-bin/gettoken?corpid={corp.CorpId}&corpsecret={corp.Secret}")).Text("access_token");
        return await PostAsync($"{path}?access_token={token}", body);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body, Stop);
        var said = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {said}");
        return answer.StatusCode == HttpStatusCode.NoContent ? default : JsonElement.Parse(said);
    }
}
