using System.Text.Json.Nodes;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

/// <summary>Through whom a direct message goes is the SOP's to say, and is looked up when the message is handed over.</summary>
public sealed class SendersOfMessages
{
    [Theory]
    [InlineData("", "m3")]
    [InlineData("sender: newest,", "m3")]
    [InlineData("sender: last_talked,", "m2")]
    [InlineData("sender: owner,", "m1")]
    [InlineData("sender: { member: m2 },", "m2")]
    [InlineData("sender: { member: m9 },", null)]
    public void Are_the_members_that_the_sop_names(string sender, string? member) => Assert.Equal(member, SenderOf(Talked(sender)));

    [Fact]
    public void Are_the_owner_that_the_attribute_names_while_that_one_is_a_friend()
    {
        var customer = Talked("sender: owner,").Fold("03-01 11:00", "profile", attributes: "{'owner': 'm2'}");

        Assert.Equal("m2", SenderOf(customer));
        Assert.Equal("m1", SenderOf(customer.Fold("03-01 11:01", "contact.deleted_by_member", "{'member': 'm2'}")));
    }

    [Fact]
    public void Are_who_talked_last_by_when_it_was_said_and_not_by_when_it_arrived()
    {
        var customer = Talked("sender: last_talked,").Fold("03-01 11:00", "message.received", "{'member': 'm1'}", occurredAt: "03-01 09:30");

        Assert.Equal("m2", SenderOf(customer));
        Assert.Equal("m1", SenderOf(customer.Fold("03-01 11:01", "message.sent", "{'member': 'm1'}")));
    }

    [Fact]
    public void Fall_back_on_the_newest_friend_where_nobody_who_talked_is_one() =>
        Assert.Equal("m3", SenderOf(Talked("sender: last_talked,").Fold("03-01 11:00", "contact.deleted_by_customer", "{'member': 'm2'}")));

    [Fact]
    public void Are_nobody_where_nobody_is_a_friend() => Assert.All(
        ["", "sender: last_talked,", "sender: owner,", "sender: { member: m1 },"],
        sender => Assert.Null(SenderOf(new Customer(Plan(sender), "u").Fold("03-01 09:00", "x").Fold("03-01 09:01", "message.received", "{'member': 'm1'}"))));

    [Theory]
    [InlineData("sender: { member: m1 },", "03-01 10:00 s.a sent")]
    [InlineData("sender: { member: m9 },", "03-01 10:00 s.a dropped no_contact")]
    public void Whom_the_sop_names_must_be_a_friend_where_contacts_are_required(string sender, string decided)
    {
        var plan = World.WithContactsRequired(Sop(sender)).Plan;

        Assert.Contains(decided, new Customer(plan, "u").Fold("03-01 09:00", "contact.added", "{'member': 'm1'}").Fold("03-01 10:00", "x").Told());
    }

    /// <summary>Law 3 for what is kept of talks, also where two customers turn out to be one, and where a state was written down in between.</summary>
    [Fact]
    public void Equal_a_scan_of_the_whole_history()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var plan = Plan(new[] { "sender: last_talked,", "sender: owner,", "" }[seed % 3]);
            var (one, other) = (new Customer(plan, "u"), new Customer(plan, "v"));
            for (var hour = 1; hour < 23; hour++)
            {
                var occurred = $"03-01 {random.Next(1, hour + 1):00}:00";
                var name = new[] { "contact.added", "contact.deleted_by_member", "message.received", "message.sent", "x" }[random.Next(5)];
                (random.Next(3) == 0 ? other : one).Fold(
                    $"03-01 {hour:00}:30", name, $"{{'member': 'm{random.Next(1, 4)}'}}", random.Next(9) == 0 ? "{'owner': 'm2'}" : "", occurred, arrival: hour);
                if (random.Next(4) == 0) one.WriteAndReadAgain();
            }
            var history = one.History.Concat(other.History).ToList();
            one.Merge(other, "03-01 23:30");

            Assert.Equal(Scanned(history, seed % 3), CustomerFold.SenderOf(plan, one.State, "s", default));
        }
    }

    private static string? Scanned(List<EventFact> history, int choice)
    {
        string? Member(EventFact fact) => (string?)JsonNode.Parse(fact.Properties.Span)!["member"];
        var ordered = history.OrderBy(fact => fact.OccurredAt.UnixMs).ThenBy(fact => fact.Arrival).ToList();
        var friends = new List<(string Member, Instant Since)>();
        foreach (var about in ordered.Where(fact => fact.Name.StartsWith("contact.", StringComparison.Ordinal)).GroupBy(Member))
        {
            if (about.Last().Name != "contact.added") continue;
            friends.Add((about.Key!, about.Reverse().TakeWhile(fact => fact.Name == "contact.added").Last().OccurredAt));
        }
        friends.Sort((a, b) => string.CompareOrdinal(a.Member, b.Member));
        if (friends.Count == 0) return null;
        if (choice == 0 && ordered.LastOrDefault(fact => fact.Name.StartsWith("message.", StringComparison.Ordinal) && friends.Exists(f => f.Member == Member(fact))) is { } talk) return Member(talk);
        if (choice == 1 && ordered.Exists(fact => !fact.Attributes.IsEmpty) && friends.Exists(friend => friend.Member == "m2")) return "m2";
        return choice == 1 ? friends.MinBy(friend => friend.Since).Member : friends.MaxBy(friend => friend.Since).Member;
    }

    private static string Sop(string sender) => $"sop: s, {sender} trigger: {{ event: x }}, reentry: always, steps: [ {{ id: a, send: direct, material: m }} ]";

    private static Plan Plan(string sender) => World.Of(Sop(sender)).Plan;

    /// <summary>Friend of three, of m1 longest and of m3 least; m2 talked last.</summary>
    private static Customer Talked(string sender) => new Customer(Plan(sender), "u")
        .Fold("03-01 09:00", "contact.added", "{'member': 'm1'}").Fold("03-01 09:10", "contact.added", "{'member': 'm2'}").Fold("03-01 09:20", "contact.added", "{'member': 'm3'}")
        .Fold("03-01 09:25", "message.received", "{'member': 'm3'}").Fold("03-01 10:00", "message.sent", "{'member': 'm2'}").Fold("03-01 10:30", "x");

    private static string? SenderOf(Customer customer) =>
        CustomerFold.SenderOf(customer.Plan, customer.State, "s", customer.Effects.OfType<Effect.RunStarted>().Select(run => run.Run).LastOrDefault());
}
