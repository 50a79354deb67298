using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Tests.Support;

namespace Shiyu.Sandbox.Tests.Demo;

/// <summary>
/// The demo's loop without a server: the town acts, the engine decides by the playbook, due messages become packed tasks, members confirm,
/// customers react. Business time moves a minute at a step.
/// </summary>
internal sealed class DemoRun
{
    private readonly Diary _diary;
    private readonly Dictionary<string, string> _anonymousIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _corpTags = new(StringComparer.Ordinal);
    private readonly DefinitionSet _definitions;
    private readonly Rehearsal _engine;
    private readonly List<(string Customer, string Text)> _due = [];
    private int _shop;
    private int _replies;
    private int _callbacks;
    private long _arrival;

    public DemoRun(DefinitionSet definitions, DateTimeOffset? opening = null)
    {
        _diary = new Diary(new SandboxOptions().Seed, opening: opening);
        _definitions = definitions;
        var china = new ZoneTable("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);
        _engine = new Rehearsal(Plan.Compile(definitions, china, requireContact: true), (customer, effect) => Note(customer.Name, effect));
    }

    public Diary Diary => _diary;

    /// <summary>Who holds which lifecycle tag now.</summary>
    public Dictionary<string, string> Lifecycle { get; } = [];

    public HashSet<string> TagsEntered { get; } = [];

    public Dictionary<string, int> Started { get; } = [];

    /// <summary>Messages, by SOP.</summary>
    public Dictionary<string, int> Sent { get; } = [];

    /// <summary>Every decision about a step, with its customer.</summary>
    public List<(string Customer, Effect.StepDecided Decision)> Steps { get; } = [];

    /// <summary>Every turn at a wait or a branch, with its customer.</summary>
    public List<(string Customer, Effect.PathTaken Turn)> Turns { get; } = [];

    public Dictionary<EndReason, int> Ended { get; } = [];

    public DemoRun Live(TimeSpan time)
    {
        for (var now = _diary.OpenedAt; now <= _diary.OpenedAt + time; now = now.AddMinutes(1))
        {
            _diary.Town.AdvanceTo(now);
            foreach (var (customer, fact) in NewFacts().OrderBy(one => one.Fact.OccurredAt).ThenBy(one => one.Fact.Arrival))
                _engine.Take(customer, fact);
            _engine.Finish(Instant.From(now));
            HandOver(now);
        }
        return this;
    }

    private IEnumerable<(string Customer, EventFact Fact)> NewFacts()
    {
        for (; _callbacks < _diary.Callbacks.Count; _callbacks++)
        {
            var told = _diary.Callbacks[_callbacks];
            var fields = told.Fields.ToDictionary();
            var name = told.ChangeType switch
            {
                "add_external_contact" => "contact.added",
                "del_follow_user" => "contact.deleted_by_customer",
                "del_external_contact" => "contact.deleted_by_member",
                _ => null,
            };
            foreach (var person in _diary.Town.Friends)
                _anonymousIds[person.Id] = person.AnonymousId;
            if (fields.TryGetValue("WelcomeCode", out var code))
                _diary.Corp.Welcome(_diary.Corp.WelcomeCodes[code], _definitions.Materials[_definitions.Workspace.Welcome!].Text, [], told.At);
            if (name is not null)
                yield return Fact(_anonymousIds[fields["ExternalUserID"]], name, told.At, new JsonObject { ["member"] = fields["UserID"] });
            else if (told.ChangeType == "edit_external_contact")
                foreach (var fact in TagChanges(fields["ExternalUserID"], fields["UserID"], told.At))
                    yield return fact;
        }
        for (; _replies < _diary.Replies.Count; _replies++)
            yield return Fact(_anonymousIds[_diary.Replies[_replies].ExternalUserId], "message.received", _diary.Replies[_replies].At,
                new JsonObject { ["text"] = _diary.Replies[_replies].Text });
        for (; _shop < _diary.ShopMessages.Count; _shop++)
        {
            var message = _diary.ShopMessages[_shop];
            var name = ((string?)message["type"], (string?)message["event"]) switch
            {
                ("page", _) => "page.viewed",
                (_, "Product Viewed") => "product.viewed",
                (_, "Product Added") => "cart.added",
                (_, "Order Completed") => "order.paid",
                (_, { } own) => _definitions.EventNames.GetValueOrDefault(own),
                _ => null,
            };
            if (name is not null)
                yield return Fact((string)message["anonymousId"]!, name,
                    DateTimeOffset.Parse((string)message["timestamp"]!, CultureInfo.InvariantCulture), message["properties"]!.AsObject());
        }
    }

    /// <summary>What an advisor changed in the client, by the titles of our tags: as the server reads it after the callback.</summary>
    private IEnumerable<(string Customer, EventFact Fact)> TagChanges(string customer, string member, DateTimeOffset at)
    {
        var before = _corpTags.GetValueOrDefault(customer, []);
        HashSet<string> now = [.. _diary.Corp.Customers[customer].Contacts[member].TagIds.Select(id => Ours(_diary.Corp.Tags.Find(id)!.Value)).OfType<string>()];
        _corpTags[customer] = now;
        return now.Except(before).Select(tag => Fact(_anonymousIds[customer], "tag.set", at, new JsonObject { ["tag"] = tag }))
            .Concat(before.Except(now).Select(tag => Fact(_anonymousIds[customer], "tag.unset", at, new JsonObject { ["tag"] = tag }))).ToList();
    }

    private string? Ours((CorpTagGroup Group, CorpTag Tag) theirs) => _definitions.Groups.Where(group => group.Title == theirs.Group.Name)
        .SelectMany(group => group.Tags.Where(tag => tag.Title == theirs.Tag.Name).Select(tag => $"{group.Name}/{tag.Name}")).SingleOrDefault();

    private (string, EventFact) Fact(string customer, string name, DateTimeOffset at, JsonObject properties) => (customer, new EventFact
    {
        Id = $"e{++_arrival}", Name = name, OccurredAt = Instant.From(at), Arrival = _arrival, Properties = Encoding.UTF8.GetBytes(properties.ToJsonString()),
    });

    private void HandOver(DateTimeOffset now)
    {
        var people = _diary.Town.Friends.ToDictionary(person => person.AnonymousId);
        var due = _due.Where(one => people.ContainsKey(one.Customer)).Select(one => (Person: people[one.Customer], one.Text)).ToList();
        foreach (var pack in due.GroupBy(one => (one.Person.Member, one.Text)))
            _diary.Corp.Create(pack.Key.Text, [], new(StringComparer.Ordinal) { [pack.Key.Member] = [.. pack.Select(one => one.Person.Id)] }, now);
        _due.Clear();
    }

    private void Note(string customer, Effect effect)
    {
        switch (effect)
        {
            case Effect.TagEntered entered:
                TagsEntered.Add(entered.Tag.ToString());
                if (entered.Tag.Group == "lifecycle")
                    Lifecycle[customer] = entered.Tag.Tag;
                break;
            case Effect.RunStarted started:
                Started[started.Sop] = Started.GetValueOrDefault(started.Sop) + 1;
                break;
            case Effect.RunEnded ended:
                Ended[ended.Reason] = Ended.GetValueOrDefault(ended.Reason) + 1;
                break;
            case Effect.PathTaken turn:
                Turns.Add((customer, turn));
                break;
            case Effect.StepDecided step:
                Steps.Add((customer, step));
                if (step is { Outcome: StepOutcome.Sent, Step.Act: StepAct.Send send })
                    Send(customer, step, send);
                break;
        }
    }

    private void Send(string customer, Effect.StepDecided step, StepAct.Send send)
    {
        Sent[step.Sop] = Sent.GetValueOrDefault(step.Sop) + 1;
        _due.Add((customer, _definitions.Materials[send.MaterialOf(step.Arm)].Text));
    }
}
