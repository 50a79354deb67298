using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Sending;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>Customers write to their advisor; the archive's stand-in carries it, and the advisor may note something by tag.</summary>
internal sealed class Talking(Agenda agenda, CorpBook corp, Ids ids, ITownPost post, TownCounts counts)
{
    public void Write(Townsperson person, DateTimeOffset at, string text)
    {
        if (!person.IsFriend)
            return;
        counts.Replies++;
        corp.Wrote(person.Customer, person.Member, at);
        post.Reply(new ArchivedReply($"archive-{ids.Guid("reply", $"{person.Number}/{++person.Sent}")}", at, person.Id, person.Member, text));
        var (group, tag) = Phrases.Complaint.Contains(text) ? ("服务", "投诉") : ("客户意向", "意向高");
        var noted = tag == "投诉" || (text.Contains('？') && person.Chance.Happens(0.5));
        if (noted)
            agenda.Plan(at + person.Chance.Minutes(10, 50), now => Note(person, now, corp.Tags.IdOf(group, tag)));
    }

    /// <summary>The advisor sets a corp tag by hand in the client.</summary>
    private void Note(Townsperson person, DateTimeOffset at, string tag)
    {
        if (!person.IsFriend || person.Customer.Contacts[person.Member].TagIds.Contains(tag))
            return;
        corp.EditTags(person.Customer, person.Member, [tag], [], at);
        if (tag == corp.Tags.IdOf("服务", "投诉"))
            agenda.Plan(at + person.Chance.Minutes(28 * 60, 50 * 60), now => Settle(person, now, tag));
    }

    /// <summary>The complaint is dealt with, and the advisor takes the tag away again.</summary>
    private void Settle(Townsperson person, DateTimeOffset at, string tag)
    {
        if (person.IsFriend)
            corp.EditTags(person.Customer, person.Member, [], [tag], at);
    }
}
