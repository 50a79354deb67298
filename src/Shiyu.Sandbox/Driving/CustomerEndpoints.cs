using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;
using Shiyu.Sandbox.Town;

namespace Shiyu.Sandbox.Driving;

/// <summary>Acts of people, done by hand: what a customer or a member would do in their client.</summary>
internal static class CustomerEndpoints
{
    private const int StateMax = 30;
    private static long _byHand;

    public static void MapCustomers(this RouteGroupBuilder sandbox)
    {
        sandbox.MapPost("/customers", Add);
        sandbox.MapPost("/ways/{config}/scan", Scan);
        sandbox.MapPost("/links/{id}/follow", Follow);
        sandbox.MapPost("/groups", OpenGroup);
        sandbox.MapPost("/customers/{id}/accept", Accept);
        sandbox.MapPost("/customers/{id}/delete", Delete);
        sandbox.MapPost("/customers/{id}/reply", Reply);
        sandbox.MapPost("/customers/{id}/tags", Tags);
        sandbox.MapPost("/customers/{id}/remark", Remark);
        sandbox.MapPost("/members/{id}/confirm", Confirm);
        sandbox.MapPost("/members/{id}/restrict", Restrict);
        sandbox.MapGet("/members/{id}/inbox", Inbox);
    }

    private static Results<Ok<object>, ProblemHttpResult> Add(AddCustomer asked, CorpBook corp, Ids ids, BusinessTime time)
    {
        lock (corp.Gate)
        {
            var member = asked.Member ?? corp.Members[0].UserId;
            if (!corp.IsMember(member))
                return Problem($"member is '{member}'; allowed: {string.Join(", ", corp.Members.Select(one => one.UserId))}.");
            if (asked.State?.Length > StateMax)
                return Problem($"state has {asked.State.Length} characters; allowed: {StateMax}.");
            var customer = asked.ExternalUserId is { } known ? corp.Customers.GetValueOrDefault(known) : New(asked.Name, ids);
            if (customer is null)
                return Problem($"external_userid '{asked.ExternalUserId}' is nobody's.", 404);
            if (customer.Contacts.TryGetValue(member, out var contact) && contact.IsFriend)
                return Problem($"{customer.ExternalUserId} and {member} are friends already.", 409);
            var code = corp.Befriend(customer, member, asked.State ?? "", time.Now);
            return TypedResults.Ok<object>(new { customer.ExternalUserId, customer.UnionId, customer.Name, Member = member, WelcomeCode = code });
        }
    }

    private static Results<Ok<object>, ProblemHttpResult> Scan(string config, ScanCode asked, CorpBook corp, Ids ids, BusinessTime time)
    {
        lock (corp.Gate)
        {
            if (corp.Ways.Find(config) is not { } way)
                return Problem($"config_id '{config}' is no contact way's.", 404);
            var customer = New(asked.Name, ids);
            var (member, code) = corp.Scan(customer, way, time.Now);
            return TypedResults.Ok<object>(new { customer.ExternalUserId, customer.UnionId, customer.Name, Member = member, WelcomeCode = code });
        }
    }

    private static Results<Ok<object>, ProblemHttpResult> Follow(string id, FollowLink asked, CorpBook corp, Ids ids, BusinessTime time)
    {
        lock (corp.Gate)
        {
            if (corp.Links.Find(id) is not { } link)
                return Problem($"link_id '{id}' is no acquisition link's.", 404);
            var customer = New(asked.Name, ids);
            return corp.Follow(customer, link, asked.Channel ?? "", time.Now) is var (member, code)
                ? TypedResults.Ok<object>(new { customer.ExternalUserId, customer.UnionId, customer.Name, Member = member, WelcomeCode = code })
                : Problem("the corp has no acquisition units left.", 409);
        }
    }

    private static Results<Ok<object>, ProblemHttpResult> OpenGroup(OpenGroup asked, CorpBook corp, BusinessTime time)
    {
        lock (corp.Gate)
        {
            var owner = asked.Owner ?? corp.Members[0].UserId;
            if (!corp.IsMember(owner)) return Problem($"owner '{owner}' is no member.");
            var customers = asked.Customers ?? [];
            if (customers.FirstOrDefault(id => !corp.Customers.ContainsKey(id)) is { } unknown) return Problem($"external_userid '{unknown}' is nobody's.", 404);
            return TypedResults.Ok<object>(corp.Groups.Open(asked.Name ?? "客户群", owner, time.Now, [.. customers.Select(id => corp.Customers[id])]));
        }
    }

    private static Results<NoContent, ProblemHttpResult> Accept(string id, AcceptCustomer asked, CorpBook corp, BusinessTime time)
    {
        lock (corp.Gate)
        {
            if (!corp.Customers.TryGetValue(id, out var customer))
                return Problem($"external_userid '{id}' is nobody's.", 404);
            if (customer.Contacts.Values.FirstOrDefault(contact => contact.Half && (asked.Member is null || asked.Member == contact.Member)) is not { } waiting)
                return Problem($"{id} waits for nobody to accept.", 409);
            corp.Accept(customer, waiting.Member, time.Now);
            return TypedResults.NoContent();
        }
    }

    private static Results<NoContent, ProblemHttpResult> Restrict(string id, RestrictMember asked, CorpBook corp)
    {
        lock (corp.Gate)
        {
            if (!corp.IsMember(id))
                return Problem($"{id} is no member.", 404);
            if (asked.Errcode is { } code) corp.Ways.Restricted[id] = code;
            else corp.Ways.Restricted.Remove(id);
            return TypedResults.NoContent();
        }
    }

    private static Results<NoContent, ProblemHttpResult> Delete(string id, DeleteContact asked, CorpBook corp, BusinessTime time) =>
        With(corp, id, asked.Member, (customer, member) =>
        {
            switch (asked.By ?? "customer")
            {
                case "customer":
                    corp.DeleteByCustomer(customer, member, time.Now);
                    return null;
                case "member":
                    corp.DeleteByMember(customer, member, time.Now);
                    return null;
                default:
                    return $"by is '{asked.By}'; allowed: customer, member.";
            }
        });

    private static Results<NoContent, ProblemHttpResult> Reply(string id, WriteReply asked, CorpBook corp, ITownPost post, BusinessTime time, Ids ids) =>
        With(corp, id, asked.Member, (customer, member) =>
        {
            if (string.IsNullOrEmpty(asked.Text))
                return "text is empty; allowed: what the customer writes.";
            if (!post.HasRoom)
                return "The queue to the server is full; try again later.";
            corp.Wrote(customer, member, time.Now);
            var number = Interlocked.Increment(ref _byHand);
            post.Reply(new ArchivedReply($"archive-{ids.Guid("reply-by-hand", $"{number}")}", time.Now, id, member, asked.Text));
            return null;
        });

    private static Results<NoContent, ProblemHttpResult> Tags(string id, EditTags asked, CorpBook corp, BusinessTime time) =>
        With(corp, id, asked.Member, (customer, member) =>
        {
            var (add, remove) = (asked.Add ?? [], asked.Remove ?? []);
            if (add.Concat(remove).FirstOrDefault(tag => corp.Tags.Find(tag) is null) is { } unknown)
                return $"'{unknown}' is no corp tag's id; get_corp_tag_list lists them.";
            corp.EditTags(customer, member, add, remove, time.Now);
            return null;
        });

    private static Results<NoContent, ProblemHttpResult> Remark(string id, EditRemark asked, CorpBook corp, BusinessTime time) =>
        With(corp, id, asked.Member, (customer, member) =>
        {
            if (asked.Remark is not { Length: >= 1 and <= 20 } remark)
                return "remark has no or too many characters; allowed: 1 to 20.";
            corp.EditRemark(customer, member, remark, time.Now);
            return null;
        });

    /// <summary>What the app wrote to a member, oldest first; what was taken back is gone.</summary>
    private static Results<Ok<object>, ProblemHttpResult> Inbox(string id, CorpBook corp, AppInbox inbox)
    {
        lock (corp.Gate)
            return corp.IsMember(id)
                ? TypedResults.Ok<object>(new { Items = inbox.Of(id).Select(message => new { message.MsgId, message.At, message.Content.Type, message.Content.Title, message.Content.Description, message.Content.Url }).ToArray() })
                : Problem($"'{id}' is no member.", 404);
    }

    private static Results<NoContent, ProblemHttpResult> Confirm(string id, ConfirmTask asked, CorpBook corp, BusinessTime time)
    {
        lock (corp.Gate)
            return corp.Task(asked.MsgId ?? "") is not { } task ? Problem($"msgid '{asked.MsgId}' is no task's.", 404)
                : asked.Without is { Count: > 0 } && !task.AllowSelect ? Problem("The task does not let its member choose (allow_select).", 409)
                : corp.Confirm(task, id, time.Now, asked.Without) ? TypedResults.NoContent()
                : Problem($"{id} has nothing to confirm in {asked.MsgId}: not a sender of it, confirmed already, or cancelled.", 409);
    }

    private static CorpCustomer New(string? name, Ids ids)
    {
        var number = Interlocked.Increment(ref _byHand);
        return new CorpCustomer
        {
            ExternalUserId = "wm" + ids.Letters28("customer-by-hand", $"{number}"), UnionId = "o" + ids.Letters28("union-by-hand", $"{number}")[..27],
            Name = name ?? Names.Draw(new Chance((ulong)number)), Gender = 0,
        };
    }

    /// <summary>Runs an act on a standing friendship; the act answers why it cannot be.</summary>
    private static Results<NoContent, ProblemHttpResult> With(CorpBook corp, string id, string? member, Func<CorpCustomer, string, string?> act)
    {
        lock (corp.Gate)
        {
            if (!corp.Customers.TryGetValue(id, out var customer))
                return Problem($"external_userid '{id}' is nobody's.", 404);
            var friends = customer.Contacts.Values.Where(contact => contact.IsFriend && (member is null || contact.Member == member)).ToList();
            if (friends.Count != 1)
                return Problem($"{id} has {friends.Count} friends that fit member '{member}'; exactly one is needed.", 409);
            return act(customer, friends[0].Member) is { } why ? Problem(why) : TypedResults.NoContent();
        }
    }

    private static ProblemHttpResult Problem(string detail, int status = 400) => TypedResults.Problem(detail, statusCode: status);
}
