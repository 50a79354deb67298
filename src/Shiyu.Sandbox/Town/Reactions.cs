using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.Town;

/// <summary>
/// What a message does to the one who gets it. A fitting one may bring an answer, a visit, a payment; one that does not fit, or the second in
/// a day, annoys; and who has had enough deletes the advisor.
/// </summary>
internal sealed class Reactions(Agenda agenda, CorpBook corp, Shopping shopping, Camp camp, Talking talking, TownCounts counts)
{
    private const double FittingCost = 0.1;
    private const double UnfittingCost = 0.7;
    private const double SecondInADayCost = 0.35;

    /// <summary>How much likelier an answer is to a message that asks for one.</summary>
    private const double WhenAsked = 1.6;
    private static readonly TimeSpan ForgivenAfter = TimeSpan.FromDays(4);

    /// <summary>Called when a message came into the chat.</summary>
    public void Receive(Townsperson person, DeliveredMessage message) =>
        agenda.Plan(message.At + person.Chance.Minutes(3, 80), now => Read(person, message, now));

    private void Read(Townsperson person, DeliveredMessage message, DateTimeOffset at)
    {
        if (!person.IsFriend)
            return;
        var topic = Topics.Of(message.Kind, message.Text);
        var fits = topic.Fits(person, message.Text, at);
        // Who enrolled has asked for the lessons.
        if (topic != Topic.Welcome && !(topic == Topic.Camp && person.InCamp))
            Annoy(person, fits, message.At, at);
        if (person.Annoyance > person.Persona.Patience && person.Chance.Happens(0.85))
            Leave(person, at);
        else if (fits)
            Follow(person, topic, message.Text, at);
    }

    private static void Annoy(Townsperson person, bool fits, DateTimeOffset sentAt, DateTimeOffset at)
    {
        var forgiven = person.AnnoyedAt == default ? 0 : (at - person.AnnoyedAt) / ForgivenAfter;
        var second = person.LastMassMessageAt is { } last && sentAt - last < TimeSpan.FromHours(20);
        person.Annoyance = Math.Max(0, person.Annoyance - forgiven) + (fits ? FittingCost : UnfittingCost) + (second ? SecondInADayCost : 0);
        person.AnnoyedAt = at;
        person.LastMassMessageAt = sentAt;
    }

    private void Follow(Townsperson person, Topic topic, string message, DateTimeOffset at)
    {
        var chance = person.Chance;
        if (chance.Happens(person.Persona.Reply * (Topics.Asks(message) ? WhenAsked : 1)))
        {
            var text = person.Orders > 0 && chance.Happens(0.06) ? chance.Pick(Phrases.Complaint) : chance.Pick(Phrases.To(topic));
            agenda.Plan(at + chance.Minutes(0.5, 8), now => talking.Write(person, now, text));
        }
        if (topic == Topic.Cart && chance.Happens(0.45))
            agenda.Plan(at + chance.Minutes(2, 40), now => shopping.PayCart(person, now));
        else if (topic is Topic.Replenish && chance.Happens(0.35))
            agenda.Plan(at + chance.Minutes(5, 90), now => shopping.BuyAgain(person, now));
        else if (topic == Topic.Camp && Topics.IsLesson(message) && chance.Happens(0.65))
            agenda.Plan(at + chance.Minutes(15, 240), now => camp.CheckIn(person, now));
        else if (topic == Topic.Camp && !person.InCamp && chance.Happens(0.5))
            agenda.Plan(at + chance.Minutes(2, 60), now => camp.Enrol(person, now));
        else if (topic == Topic.NewTea && chance.Happens(0.4))
            agenda.Plan(at + chance.Minutes(2, 60), now => shopping.LookAt(person, Catalog.NewTea, now));
        else if (chance.Happens(person.Quiet ? 0.1 : 0.35))
            agenda.Plan(at + chance.Minutes(2, 60), now => shopping.Visit(person, now, ownAccord: false, eager: true));
    }

    /// <summary>Mostly the customer ends it; now and then the advisor, after a sharp word.</summary>
    private void Leave(Townsperson person, DateTimeOffset at)
    {
        var sharpWord = person.Chance.Happens(0.35);
        if (sharpWord)
            talking.Write(person, at, person.Chance.Pick(Phrases.Annoyed));
        var byMember = sharpWord && person.Chance.Happens(0.1);
        agenda.Plan(at + person.Chance.Minutes(1, 30), now =>
        {
            if (!person.IsFriend)
                return;
            counts.Deletions++;
            person.IsFriend = false;
            person.Quiet = true;
            if (byMember)
                corp.DeleteByMember(person.Customer, person.Member, now);
            else
                corp.DeleteByCustomer(person.Customer, person.Member, now);
        });
    }
}
