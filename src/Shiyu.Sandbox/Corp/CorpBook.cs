using System.Text.Json.Nodes;
using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>
/// The stand-in corp's whole state and the acts that change it. Every caller holds <see cref="Gate"/>: API calls come from many threads, the
/// town from its own. Times are business time; only a welcome code's age and a task's dispatch go by the wall.
/// </summary>
internal sealed class CorpBook(Ids ids, TimeProvider wall, DateTimeOffset openedAt, IReadOnlyList<CorpMember> members, ICallbackQueue callbacks)
{
    /// <summary>More than a day of a busy town; what is older leaves the listing, never the counts.</summary>
    private const int OutboxMax = 200_000;

    private readonly Queue<DeliveredMessage> _outbox = new();
    private readonly HashSet<string> _memberIds = [.. members.Select(member => member.UserId)];
    private readonly Relations _relations = new();
    private long _delivered;
    private long _tasks;
    private long _codes;

    public Lock Gate { get; } = new();

    public IReadOnlyList<CorpMember> Members { get; } = members;

    public CorpTags Tags { get; } = new(ids, openedAt);

    public ContactWays Ways { get; } = new(ids);

    public AcquisitionLinks Links { get; } = new(ids);

    public GroupChats Groups { get; } = new(ids);

    public CorpMedia Media { get; } = new(ids, wall);

    public SortedDictionary<string, CorpCustomer> Customers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, WelcomeCode> WelcomeCodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public List<MassTask> Tasks { get; } = [];

    public IEnumerable<DeliveredMessage> Outbox => _outbox;

    public long DeliveredCount => _delivered;

    /// <summary>A message came into a customer's chat.</summary>
    public event Action<DeliveredMessage>? Delivered;

    /// <summary>Each member of the task sees it in the client, for the first time or again after a reminder.</summary>
    public event Action<MassTask, DateTimeOffset>? Notified;

    public bool IsMember(string userId) => _memberIds.Contains(userId);

    /// <summary>A member's relations that are readable, oldest first, from a place on; with the place after each.</summary>
    public IEnumerable<(Relation Relation, int Next)> RelationsOf(string member, int from = 0) => _relations.Of(member, from);

    public MassTask? Task(string msgId) => Tasks.Find(task => task.MsgId == msgId);

    /// <summary>A customer adds a member. The callback carries the channel's state and a welcome code.</summary>
    /// <returns>The welcome code.</returns>
    public string Befriend(CorpCustomer customer, string member, string state, DateTimeOffset at) =>
        Meet(customer, member, state, at, half: false, "add_external_contact");

    /// <summary>A customer scans a code: one of its members is added at once, or asked where the code wants members to accept (<see cref="Accept"/>).</summary>
    /// <returns>The member, and the welcome code of the callback.</returns>
    public (string Member, string WelcomeCode) Scan(CorpCustomer customer, ContactWay way, DateTimeOffset at)
    {
        var member = ContactWays.Lead(way);
        return (member, way.SkipVerify ? Befriend(customer, member, way.State, at) : Meet(customer, member, way.State, at, half: true, "add_half_external_contact"));
    }

    /// <summary>A customer opens an acquisition link and adds one of its members, in turn, while the corp has units left.</summary>
    /// <param name="channel">The link's <c>customer_channel</c>; empty for none.</param>
    /// <returns>The member and the welcome code; null where nothing is left.</returns>
    public (string Member, string WelcomeCode)? Follow(CorpCustomer customer, AcquisitionLink link, string channel, DateTimeOffset at)
    {
        link.Clicks.Add(at);
        if (!Links.Spend()) return null;
        var member = link.Users[link.Adds.Count % link.Users.Count];
        link.Adds.Add((customer.ExternalUserId, member, channel, at));
        return (member, Meet(customer, member, channel, at, half: false, "add_external_contact", addWay: 16));
    }

    /// <summary>The member accepts who has asked.</summary>
    public void Accept(CorpCustomer customer, string member, DateTimeOffset at)
    {
        var contact = customer.Contacts[member];
        contact.Half = false;
        callbacks.Enqueue(CallbackEvent.Contact(
            "add_external_contact", at, member, customer.ExternalUserId, ("State", contact.State), ("WelcomeCode", NewWelcomeCode(customer, member))));
    }

    private string Meet(CorpCustomer customer, string member, string state, DateTimeOffset at, bool half, string change, int? addWay = null)
    {
        Know(customer, new Contact
        {
            Member = member, CreatedAt = at, State = state, AddWay = addWay ?? (state.Length > 0 ? 1 : 3), LastInteractionAt = at, Half = half,
        });
        var code = NewWelcomeCode(customer, member);
        callbacks.Enqueue(CallbackEvent.Contact(change, at, member, customer.ExternalUserId, ("State", state), ("WelcomeCode", code)));
        return code;
    }

    private string NewWelcomeCode(CorpCustomer customer, string member)
    {
        ForgetExpiredCodes();
        var code = "CODE" + ids.Letters28("welcome", $"{++_codes}");
        WelcomeCodes[code] = new WelcomeCode(code, member, customer.ExternalUserId, wall.GetUtcNow());
        return code;
    }

    /// <summary>A relation that is there without a callback: from before, or one whose callback was lost on the way.</summary>
    public void Know(CorpCustomer customer, Contact contact)
    {
        Customers.TryAdd(customer.ExternalUserId, customer);
        _relations.Begin(customer, contact);
    }

    /// <summary>The customer deletes the member: <c>del_follow_user</c>.</summary>
    public void DeleteByCustomer(CorpCustomer customer, string member, DateTimeOffset at)
    {
        customer.Contacts[member].DeletedByCustomer = true;
        callbacks.Enqueue(CallbackEvent.Contact("del_follow_user", at, member, customer.ExternalUserId));
    }

    /// <summary>The member deletes the customer: <c>del_external_contact</c>.</summary>
    public void DeleteByMember(CorpCustomer customer, string member, DateTimeOffset at)
    {
        customer.Contacts[member].DeletedByMember = true;
        callbacks.Enqueue(CallbackEvent.Contact("del_external_contact", at, member, customer.ExternalUserId));
    }

    /// <summary>A person changes corp tags in the client. The API's <c>mark_tag</c> changes the same set and raises no callback.</summary>
    public void EditTags(CorpCustomer customer, string member, IEnumerable<string> add, IEnumerable<string> remove, DateTimeOffset at)
    {
        var tags = customer.Contacts[member].TagIds;
        tags.UnionWith(add);
        tags.ExceptWith(remove);
        callbacks.Enqueue(CallbackEvent.Contact("edit_external_contact", at, member, customer.ExternalUserId));
    }

    /// <summary>A person changes what the member calls the customer.</summary>
    public void EditRemark(CorpCustomer customer, string member, string remark, DateTimeOffset at)
    {
        customer.Contacts[member].Remark = remark;
        callbacks.Enqueue(CallbackEvent.Contact("edit_external_contact", at, member, customer.ExternalUserId));
    }

    /// <summary>The customer writes to the member. WeCom tells nobody (see the archive's stand-in).</summary>
    public void Wrote(CorpCustomer customer, string member, DateTimeOffset at)
    {
        var contact = customer.Contacts[member];
        contact.ChatStarted = true;
        contact.LastInteractionAt = at;
    }

    public void Welcome(WelcomeCode code, string text, JsonArray attachments, DateTimeOffset at)
    {
        code.Used = true;
        Deliver(at, code.Member, code.ExternalUserId, "welcome", null, text, attachments);
    }

    public MassTask Create(string text, JsonArray attachments, SortedDictionary<string, List<string>> recipients, DateTimeOffset at, bool allowSelect = false)
    {
        var number = ++_tasks;
        var task = new MassTask
        {
            MsgId = "msg" + ids.Letters28("mass", $"{number}"), Number = number, CreatedAt = at, CreatedOnTheWall = wall.GetUtcNow(),
            Text = text, Attachments = attachments, AllowSelect = allowSelect,
            Parts = new(recipients.ToDictionary(part => part.Key, part => new MassTaskPart(part.Key, part.Value)), StringComparer.Ordinal),
        };
        Tasks.Add(task);
        Notified?.Invoke(task, at);
        return task;
    }

    public void Remind(MassTask task, DateTimeOffset at)
    {
        task.Reminders.Add(at);
        Notified?.Invoke(task, at);
    }

    /// <summary>The member taps "send": friendship and quota are looked at now, customer by customer.</summary>
    /// <returns>False when there is nothing to confirm: not this member's, already confirmed, or cancelled.</returns>
    /// <param name="without">Customers whom the member leaves out; they stay "not sent".</param>
    public bool Confirm(MassTask task, string member, DateTimeOffset at, IReadOnlyList<string>? without = null)
    {
        if (task.Cancelled || !task.Parts.TryGetValue(member, out var part) || part.ConfirmedAt is not null)
            return false;
        part.ConfirmedAt = at;
        var month = ChinaTime.MonthOf(at);
        foreach (var recipient in part.Recipients.Where(recipient => without?.Contains(recipient.ExternalUserId) != true))
        {
            var customer = Customers[recipient.ExternalUserId];
            var had = customer.MassMessages.GetValueOrDefault(month);
            recipient.Status = !(customer.Contacts.TryGetValue(member, out var contact) && contact.IsFriend) ? SendStatus.NotAFriend
                : had >= ChinaTime.DaysInMonth(month) ? SendStatus.OverQuota
                : SendStatus.Sent;
            if (recipient.Status != SendStatus.Sent)
                continue;
            customer.MassMessages[month] = had + 1;
            Deliver(at, member, customer.ExternalUserId, "mass", task.MsgId, task.Text, task.Attachments);
        }
        return true;
    }

    private void Deliver(DateTimeOffset at, string member, string externalUserId, string kind, string? msgId, string text, JsonArray attachments)
    {
        var message = new DeliveredMessage(++_delivered, at, member, externalUserId, kind, msgId, text, attachments);
        _outbox.Enqueue(message);
        if (_outbox.Count > OutboxMax)
            _outbox.Dequeue();
        if (Customers[externalUserId].Contacts.TryGetValue(member, out var contact))
            contact.LastInteractionAt = at;
        Delivered?.Invoke(message);
    }

    /// <summary>A code is useless after 20 s; it is kept for some minutes so that its errcode stays the exact one.</summary>
    private void ForgetExpiredCodes()
    {
        if (WelcomeCodes.Count < 1_000)
            return;
        var old = wall.GetUtcNow() - TimeSpan.FromMinutes(5);
        foreach (var code in WelcomeCodes.Values.Where(code => code.IssuedOnTheWall < old).ToList())
            WelcomeCodes.Remove(code.Code);
    }
}
