using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Making mass message tasks, reminding of them and cancelling them. Nothing is sent here: members confirm in the client.</summary>
internal sealed class MassMessageApi(CorpBook corp, BusinessTime time)
{
    private const int CustomersMax = 10_000;
    private const int RemindersMax = 3;

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/externalcontact/add_msg_template", Add),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/remind_groupmsg_send", Remind),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/cancel_groupmsg_send", Cancel),
    ];

    private JsonObject Add(WeComCall call)
    {
        var sender = call.Text("sender");
        var customers = call.Texts("external_userid");
        var allowSelect = call.Flag("allow_select");
        if (sender.Length > 0 && !corp.IsMember(sender))
            throw new WeComRefusal(Errcode.InvalidUserId, $"invalid userid: sender {sender}");
        if (customers.Count > CustomersMax)
            throw WeComRefusal.Parameter("external_userid", $"at most {CustomersMax} customers, given {customers.Count}");
        switch (call.Text("chat_type"))
        {
            case "group" when sender.Length == 0:
                throw WeComRefusal.Parameter("sender", "required for chat_type group");
            case "group":
                MessageContent.Read(call, corp.Media);
                throw new WeComRefusal(Errcode.NoReachableCustomer, "the sender owns no customer group");
            case not ("" or "single"):
                throw WeComRefusal.Parameter("chat_type", "single or group");
        }
        if (customers.Count == 0 && sender.Length == 0 && call.Property("tag_filter") is null)
            throw WeComRefusal.Parameter("external_userid", "not empty together with sender");
        var content = MessageContent.Read(call, corp.Media);
        var (recipients, failed) = customers.Count > 0 ? Named(customers, sender) : (Everyone(sender, TagFilter.Read(call)), []);
        if (recipients.Count == 0)
            throw new WeComRefusal(Errcode.NoReachableCustomer, "no reachable customer");
        var task = corp.Create(content.Text, content.Attachments, recipients, time.Now, allowSelect);
        return new JsonObject { ["fail_list"] = new JsonArray([.. failed.Select(id => (JsonNode)id)]), ["msgid"] = task.MsgId };
    }

    private (SortedDictionary<string, List<string>> Recipients, List<string> Failed) Named(IReadOnlyList<string> ids, string sender)
    {
        var recipients = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var failed = new List<string>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            // A one-way relation still takes part: that the customer is no friend shows as status 2 when the member confirms.
            var contact = corp.Customers.TryGetValue(id, out var customer)
                ? customer.Readable.Where(contact => sender.Length == 0 || contact.Member == sender).MaxBy(contact => contact.LastInteractionAt)
                : null;
            if (contact is null)
                failed.Add(id);
            else
                Into(recipients, contact.Member, id);
        }
        return (recipients, failed);
    }

    private SortedDictionary<string, List<string>> Everyone(string sender, TagFilter filter)
    {
        var recipients = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var customer in corp.Customers.Values)
        {
            var contact = customer.Readable
                .Where(contact => contact.IsFriend && (sender.Length == 0 || contact.Member == sender) && filter.Holds(contact.TagIds))
                .MaxBy(contact => contact.LastInteractionAt);
            if (contact is not null)
                Into(recipients, contact.Member, customer.ExternalUserId);
        }
        return recipients;
    }

    private static void Into(SortedDictionary<string, List<string>> recipients, string member, string id)
    {
        if (!recipients.TryGetValue(member, out var list))
            recipients[member] = list = [];
        list.Add(id);
    }

    private JsonObject Remind(WeComCall call)
    {
        var task = MassResultApi.Task(corp, call);
        if (task.Cancelled)
            throw new WeComRefusal(Errcode.TaskCancelled, "the task is cancelled");
        var now = time.Now;
        if (task.Reminders.Count(at => at > now - TimeSpan.FromHours(24)) >= RemindersMax)
            throw new WeComRefusal(Errcode.TooManyReminders, $"at most {RemindersMax} reminders in 24 hours");
        corp.Remind(task, now);
        return [];
    }

    private JsonObject Cancel(WeComCall call)
    {
        var task = MassResultApi.Task(corp, call);
        if (task.Cancelled)
            throw new WeComRefusal(Errcode.TaskCancelled, "the task is cancelled");
        task.Cancelled = true;
        return [];
    }
}
