using System.Globalization;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>What became of mass message tasks; there is no callback for it, so this is polled.</summary>
internal sealed class MassResultApi(CorpBook corp, Cursors cursors, TimeProvider wall, SandboxOptions options)
{
    private static readonly TimeSpan SpanMax = TimeSpan.FromDays(31);

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/externalcontact/get_groupmsg_list_v2", List),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/get_groupmsg_task", Members),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/get_groupmsg_send_result", Results),
    ];

    public static MassTask Task(CorpBook corp, WeComCall call)
    {
        var msgId = call.Text("msgid");
        if (msgId.Length == 0)
            throw new WeComRefusal(Errcode.MsgIdMissing, "msgid missing");
        return corp.Task(msgId) ?? throw new WeComRefusal(Errcode.InvalidMsgId, "invalid msgid");
    }

    private JsonObject List(WeComCall call)
    {
        var chatType = call.Text("chat_type");
        if (chatType is not ("single" or "group"))
            throw WeComRefusal.Parameter("chat_type", "single or group");
        var start = call.Whole("start_time") ?? throw WeComRefusal.Parameter("start_time", "Unix seconds");
        var end = call.Whole("end_time") ?? throw WeComRefusal.Parameter("end_time", "Unix seconds");
        if (end < start || end - start > SpanMax.TotalSeconds)
            throw WeComRefusal.Parameter("end_time", "start_time to one month later");
        var filter = call.Whole("filter_type") ?? 2;
        if (filter is not (0 or 1 or 2))
            throw WeComRefusal.Parameter("filter_type", "0, 1 or 2");
        var limit = call.Limit(usual: 50, max: 100);
        var creator = call.Text("creator");
        var listing = string.Create(CultureInfo.InvariantCulture, $"list|{chatType}|{start}|{end}|{filter}|{creator}");
        var before = cursors.Read(listing, call.Text("cursor")) ?? long.MaxValue;

        // Every task here was made through the API, which leaves no creator: a filter by creator, or for personal tasks, finds none.
        var found = chatType == "single" && filter != 1 && creator.Length == 0
            ? corp.Tasks.AsEnumerable().Reverse()
                .Where(task => task.Number < before && task.CreatedAt.ToUnixTimeSeconds() is var at && at >= start && at <= end)
                .Take(limit + 1).ToList()
            : [];
        return new JsonObject
        {
            ["next_cursor"] = found.Count > limit ? cursors.Make(listing, found[limit - 1].Number) : "",
            ["group_msg_list"] = new JsonArray([.. found.Take(limit).Select(task => (JsonNode)new MessageContent(task.Text, task.Attachments).Into(new JsonObject
            {
                ["msgid"] = task.MsgId, ["create_time"] = task.CreatedAt.ToUnixTimeSeconds(), ["create_type"] = 0,
            }))]),
        };
    }

    private JsonObject Members(WeComCall call)
    {
        var task = Dispatched(call);
        var limit = call.Limit(usual: 500, max: 1_000);
        return Page("task|" + task.MsgId, call, limit, Standing(task).ToList(), "task_list", part =>
        {
            var row = new JsonObject { ["userid"] = part.Member, ["status"] = part.ConfirmedAt is null ? 0 : 2 };
            if (part.ConfirmedAt is { } at)
                row["send_time"] = at.ToUnixTimeSeconds();
            return row;
        });
    }

    private JsonObject Results(WeComCall call)
    {
        var task = Dispatched(call);
        var userId = call.Text("userid");
        if (userId.Length == 0)
            throw WeComRefusal.Parameter("userid", "a member of the task");
        if (!corp.IsMember(userId))
            throw new WeComRefusal(Errcode.InvalidUserId, "invalid userid");
        var limit = call.Limit(usual: 500, max: 1_000);
        var part = Standing(task).FirstOrDefault(part => part.Member == userId);
        return Page($"result|{task.MsgId}|{userId}", call, limit, part?.Recipients ?? [], "send_list", recipient =>
        {
            var row = new JsonObject
            {
                ["external_userid"] = recipient.ExternalUserId, ["userid"] = userId, ["status"] = (int)recipient.Status,
            };
            if (recipient.Status == SendStatus.Sent)
                row["send_time"] = part!.ConfirmedAt!.Value.ToUnixTimeSeconds();
            return row;
        });
    }

    /// <summary>A cancelled task is gone for those who had not confirmed.</summary>
    private static IEnumerable<MassTaskPart> Standing(MassTask task) => task.Parts.Values.Where(part => !task.Cancelled || part.ConfirmedAt is not null);

    private MassTask Dispatched(WeComCall call)
    {
        var task = Task(corp, call);
        if (wall.GetUtcNow() - task.CreatedOnTheWall < options.Dispatching)
            throw new WeComRefusal(Errcode.Dispatching, "the task is being dispatched, ask later");
        return Standing(task).Any() ? task : throw new WeComRefusal(Errcode.TaskCancelled, "the task is cancelled");
    }

    private JsonObject Page<T>(string listing, WeComCall call, int limit, IReadOnlyList<T> all, string name, Func<T, JsonObject> row)
    {
        var start = (int)(cursors.Read(listing, call.Text("cursor")) ?? 0);
        return new JsonObject
        {
            ["next_cursor"] = start + limit < all.Count ? cursors.Make(listing, start + limit) : "",
            [name] = new JsonArray([.. all.Skip(start).Take(limit).Select(one => (JsonNode)row(one))]),
        };
    }
}
