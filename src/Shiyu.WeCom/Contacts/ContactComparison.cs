using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>
/// Compares what WeCom shows of a customer with what we know, and turns every difference into facts whose ids come from the difference: found twice, it is told
/// once. What began before we looked occurs when WeCom says it began, so that the lateness rule keeps old friends out of what greets new ones.
/// </summary>
internal sealed class ContactComparison(IWeComHost host, TagLibrary library)
{
    private readonly TagSync _tags = new(host);

    /// <param name="rows">The relations shown; those that are not shown say nothing.</param>
    public Finding Compare(string externalUserId, KeptContact before, ExternalContact person, IReadOnlyList<SeenRelation> rows, SyncPass pass)
    {
        var finding = new Finding(externalUserId, before, pass, person.Unionid.Length > 0 ? person.Unionid : before.UnionId, NowMs, host.Wall.GetUtcNow().ToUnixTimeMilliseconds());
        Profile(finding, person);
        foreach (var seen in rows) Relation(finding, person, seen);
        Tags(finding, rows);
        return finding;
    }

    /// <summary>WeCom has confirmed that these relations are gone.</summary>
    public Finding Ended(string externalUserId, KeptContact before, IReadOnlyList<string> members, SyncPass pass)
    {
        var finding = new Finding(externalUserId, before, pass, before.UnionId, NowMs, host.Wall.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var member in members)
        {
            var kept = before.With(member)!;
            finding.After = finding.After.Put(kept with { Ended = KeptRelation.ByMember, EndedAt = finding.NowMs / 1_000 });
            // Whom the customer had left before is no friend who is lost now.
            if (kept.Ended is not null) continue;
            finding.Add("contact.deleted_by_member", $"ended:{member}:{kept.Since}", finding.NowMs, json =>
            {
                json.WriteString("member", member);
                json.WriteString("source", "reconciliation");
            });
            finding.Count(new SyncCounts(Ended: 1));
            finding.Drift("ended", member, kept.Remark, null, "contact.deleted_by_member");
        }
        Tags(finding, []);
        return finding;
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static void Profile(Finding finding, ExternalContact person)
    {
        var before = finding.Before;
        finding.After = before with { Name = person.Name.Length > 0 ? person.Name : before.Name, UnionId = finding.UnionId, Gender = person.Gender is 1 or 2 ? person.Gender : before.Gender };
        // What is told with the first friendship need not be told again.
        if (before.Relations.All(relation => relation.Told is null) || (finding.After.Name == before.Name && finding.After.UnionId == before.UnionId)) return;
        finding.Add("contact.profile_changed", $"profile:{Short(finding.After.Name + '\n' + finding.After.UnionId)}", finding.NowMs, null, json => Attributes(json, person, ""));
        finding.Count(new SyncCounts(Profiles: 1));
        finding.Drift("profile", null, before.Name, finding.After.Name, "contact.profile_changed");
    }

    private static void Relation(Finding finding, ExternalContact person, SeenRelation seen)
    {
        finding.Count(new SyncCounts(Rows: 1));
        var kept = finding.After.With(seen.Member);
        if (Begins(kept, seen))
        {
            finding.After = finding.After.Put(seen.Keep(null) with { Told = KeptRelation.BySync });
            var at = seen.Since > 0 ? Math.Min(seen.Since * 1_000, finding.NowMs) : finding.NowMs;
            finding.AddOnce("contact.added", $"wecom:sync:added:{finding.ExternalUserId}:{seen.Member}:{seen.Since}", at, json =>
            {
                json.WriteString("member", seen.Member);
                if (seen.Channel.Length > 0) json.WriteString("state", seen.Channel);
                json.WriteNumber("add_way", seen.AddWay);
                if (seen.Remark.Length > 0) json.WriteString("remark", seen.Remark);
                json.WriteBoolean("imported", true);
            }, json => Attributes(json, person, seen.Channel));
            finding.Count(new SyncCounts(Added: 1));
            finding.Drift("missing", seen.Member, null, seen.Remark, "contact.added");
            return;
        }
        if (seen.Remark != kept!.Remark || seen.Description != kept.Description)
        {
            finding.Add("contact.remark_changed", $"remark:{seen.Member}:{Short(seen.Remark + '\n' + seen.Description)}", finding.NowMs, json =>
            {
                json.WriteString("member", seen.Member);
                json.WriteString("remark", seen.Remark);
                if (seen.Description.Length > 0) json.WriteString("description", seen.Description);
            });
            finding.Count(new SyncCounts(Remarks: 1));
            finding.Drift("remark", seen.Member, kept.Remark, seen.Remark, "contact.remark_changed");
        }
        finding.After = finding.After.Put(seen.Keep(kept));
    }

    /// <summary>A friendship that ended is only a new one when it began after that: what the customer ended stays readable, one-way.</summary>
    private static bool Begins(KeptRelation? kept, SeenRelation seen) =>
        kept is null || kept.Told is null || (kept.Ended is not null && seen.Since > kept.EndedAt);

    private void Tags(Finding finding, IReadOnlyList<SeenRelation> rows)
    {
        var readable = finding.After.Relations.Where(relation => relation.IsReadable);
        var (set, unset, record) = _tags.Compare(finding.ExternalUserId, library.Of(readable.SelectMany(relation => relation.Tags).Distinct(StringComparer.Ordinal)));
        if (record is { } changed) finding.Records.Add(changed);
        // Of somebody whom we did not know, WeCom does not say since when; the friendship is the earliest it can be.
        var at = finding.Before.Relations.Count > 0 ? finding.NowMs : Math.Min(rows.Select(row => row.Since * 1_000).DefaultIfEmpty(finding.NowMs).Max(), finding.NowMs);
        if (at == 0) at = finding.NowMs;
        // Unset first: in an exclusive group the new value must come last.
        foreach (var (name, tags) in new[] { ("tag.unset", unset), ("tag.set", set) })
        {
            foreach (var tag in tags)
            {
                finding.Add(name, $"{name}:{tag}", at, json =>
                {
                    json.WriteString("tag", tag.ToString());
                    json.WriteString("source", "sync");
                });
                finding.Count(new SyncCounts(Tags: 1));
                finding.Drift("tags", null, name == "tag.unset" ? tag.ToString() : null, name == "tag.set" ? tag.ToString() : null, name);
            }
        }
    }

    private static void Attributes(Utf8JsonWriter json, ExternalContact person, string channel)
    {
        if (person.Name.Length > 0) json.WriteString("name", person.Name);
        if (person.Gender is 1 or 2) json.WriteString("gender", person.Gender == 1 ? "male" : "female");
        if (channel.Length > 0) json.WriteString("channel", channel);
    }

    private static string Short(string text) => $"{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)):x16}";
}
