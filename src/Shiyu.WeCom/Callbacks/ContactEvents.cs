using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Intake;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.Callbacks;

/// <summary>Turns a kept callback into events. Their ids come from the callback's hash, so that doing it twice (after a crash) does nothing more.</summary>
internal sealed class ContactEvents(
    IWeComHost host, WeComClient client, WeComOptions options, CallbackInbox inbox, UnhandledCallbacks unhandled, ChannelBook channels, ContactBook book)
{
    private static readonly int[] PausesSeconds = [2, 5, 15, 30];
    private readonly TagSync _tags = new(host);

    /// <summary>Works one callback through and removes it.</summary>
    public Task HandleAsync(KeptCallback kept, CancellationToken stop) =>
        !kept.Content.ChangesContact || kept.Content.ExternalUserId.Length == 0 || kept.Content.Member.Length == 0
            ? inbox.DoneAsync(kept, unhandled.Add(kept, "unknown"))
            : kept.Content.ChangeType switch
            {
                "add_external_contact" or "add_half_external_contact" => AddedAsync(kept, stop),
                "edit_external_contact" => EditedAsync(kept, stop),
                "del_follow_user" => DeletedAsync(kept, "contact.deleted_by_customer", stop),
                "del_external_contact" => DeletedAsync(kept, "contact.deleted_by_member", stop),
                "msg_audit_approved" => ConsentedAsync(kept, stop),
                _ => inbox.DoneAsync(kept, unhandled.Add(kept, "unknown")),
            };

    /// <summary>It cannot be worked through; it is listed, so that the others behind it go on.</summary>
    internal Task GiveUpAsync(KeptCallback kept, string reason) => inbox.DoneAsync(kept, unhandled.Add(kept, reason));

    private async Task AddedAsync(KeptCallback kept, CancellationToken stop)
    {
        var content = kept.Content;
        var welcome = await kept.Welcome.WaitAsync(stop).ConfigureAwait(false);
        using var turn = await book.EnterAsync(content.ExternalUserId, stop).ConfigureAwait(false);
        var (contact, problem) = await DetailsAsync(content.ExternalUserId, stop).ConfigureAwait(false);
        var follower = contact?.FollowUser?.FirstOrDefault(user => user.Userid == content.Member);
        var state = follower is { State.Length: > 0 } ? follower.State : content.State;
        var half = content.ChangeType == "add_half_external_contact";
        var halfBefore = host.Document(HalfAdds.Collection, content.Pair) is not null;
        var known = book.Find(content.ExternalUserId);
        // The add that follows a half-add is an update: a second contact.added would start SOPs twice. So is one that a synchronisation saw before the callback came.
        var update = (!half && halfBefore) || known.With(content.Member) is { Told: KeptRelation.BySync, Ended: null, Since: > 0 } synced && synced.Since == follower?.Createtime;

        var events = new List<IncomingEvent>
        {
            Event(kept, update ? "contact.accepted" : "contact.added", contact,
                json =>
                {
                    json.WriteString("member", content.Member);
                    if (state.Length > 0) json.WriteString("state", state);
                    if (follower is not null) json.WriteNumber("add_way", follower.AddWay);
                    if (half) json.WriteBoolean("half", true);
                    if (welcome.State == WelcomeState.Sent) json.WriteString("welcome", "sent");
                    if (welcome.State == WelcomeState.Failed) json.WriteString("welcome", $"failed:{welcome.Reason}");
                    WriteTags(json, follower);
                },
                json =>
                {
                    if (contact?.ExternalContact is { } person)
                    {
                        if (person.Name.Length > 0) json.WriteString("name", person.Name);
                        if (person.Gender is 1 or 2) json.WriteString("gender", person.Gender == 1 ? "male" : "female");
                    }
                    if (state.Length > 0) json.WriteString("channel", state);
                }),
        };
        AddWelcome(events, kept, welcome, contact);
        var records = new List<Record>();
        AddTagChanges(events, records, kept, contact);
        var code = update ? null : channels.OfState(state);
        if (code is not null) AddChannelTags(events, kept, contact, code);
        // Written before the event is taken: should the process end in between, the callback tells it again under its own id, and a synchronisation does not.
        var after = Noted(known, kept, contact, relation => relation.Begun(OccurredAtMs(kept) / 1_000));
        await host.PutAsync([ContactBook.Record(content.ExternalUserId, after)]).ConfigureAwait(false);
        book.Written(content.ExternalUserId, after);
        await host.TakeAsync(events, stop).ConfigureAwait(false);
        if (code?.Remark is { } remark && await RemarkAsync(kept, contact, remark, stop).ConfigureAwait(false) is { } unwritten)
            records.AddRange(unhandled.Add(kept, "remark: " + unwritten));

        if (half)
            records.Add(new Record(HalfAdds.Collection, content.Pair, JsonSerializer.SerializeToUtf8Bytes(
                new HalfAdded(welcome, OccurredAtMs(kept)), CallbackJson.Default.HalfAdded)));
        else if (halfBefore) records.Add(new Record(HalfAdds.Collection, content.Pair, null));
        if (problem is not null) records.AddRange(unhandled.Add(kept, "details: " + problem));
        await inbox.DoneAsync(kept, records).ConfigureAwait(false);
    }

    private async Task EditedAsync(KeptCallback kept, CancellationToken stop)
    {
        using var turn = await book.EnterAsync(kept.Content.ExternalUserId, stop).ConfigureAwait(false);
        var (contact, problem) = await DetailsAsync(kept.Content.ExternalUserId, stop).ConfigureAwait(false);
        if (contact is null)
        {
            await inbox.DoneAsync(kept, unhandled.Add(kept, "details: " + (problem ?? "no relation"))).ConfigureAwait(false);
            return;
        }
        var follower = contact.FollowUser?.FirstOrDefault(user => user.Userid == kept.Content.Member);
        var events = new List<IncomingEvent>
        {
            Event(kept, "contact.tags_changed", contact, json =>
            {
                json.WriteString("member", kept.Content.Member);
                WriteTags(json, follower, evenIfNone: true);
            }),
        };
        var before = book.Find(kept.Content.ExternalUserId);
        if (follower is not null && before.With(follower.Userid) is { } relation && (follower.Remark != relation.Remark || follower.Description != relation.Description))
            events.Add(Event(kept, "contact.remark_changed", contact, json =>
            {
                json.WriteString("member", follower.Userid);
                json.WriteString("remark", follower.Remark);
                if (follower.Description.Length > 0) json.WriteString("description", follower.Description);
            }, id: "remark"));
        var records = new List<Record>();
        AddTagChanges(events, records, kept, contact);
        var after = Noted(before, kept, contact);
        records.Add(ContactBook.Record(kept.Content.ExternalUserId, after));
        await host.TakeAsync(events, stop).ConfigureAwait(false);
        await inbox.DoneAsync(kept, records).ConfigureAwait(false);
        book.Written(kept.Content.ExternalUserId, after);
    }

    private async Task DeletedAsync(KeptCallback kept, string name, CancellationToken stop)
    {
        using var turn = await book.EnterAsync(kept.Content.ExternalUserId, stop).ConfigureAwait(false);
        var ended = Event(kept, name, null, json =>
        {
            json.WriteString("member", kept.Content.Member);
            if (kept.Content.DeletionSource.Length > 0) json.WriteString("source", kept.Content.DeletionSource);
        });
        await host.TakeAsync([ended], stop).ConfigureAwait(false);
        var by = name == "contact.deleted_by_customer" ? KeptRelation.ByCustomer : KeptRelation.ByMember;
        var after = Noted(book.Find(kept.Content.ExternalUserId), kept, null, relation => relation.EndedBy(by, OccurredAtMs(kept) / 1_000));
        // Added again later, the customer is welcomed again.
        await inbox.DoneAsync(kept, [new Record(HalfAdds.Collection, kept.Content.Pair, null), ContactBook.Record(kept.Content.ExternalUserId, after)]).ConfigureAwait(false);
        book.Written(kept.Content.ExternalUserId, after);
    }

    /// <summary>What is known of the customer after this callback, so that a synchronisation finds no difference in what it has told.</summary>
    /// <param name="contact">As WeCom shows it; null when it could not be read.</param>
    /// <param name="changed">What becomes of the relation that the callback is about; null: only what WeCom shows.</param>
    private KeptContact Noted(KeptContact before, KeptCallback kept, ContactAnswer? contact, Func<KeptRelation, KeptRelation>? changed = null)
    {
        var after = before with { ChangedAtMs = host.Wall.GetUtcNow().ToUnixTimeMilliseconds() };
        if (contact?.ExternalContact is { } person)
            after = after with
            {
                Name = person.Name.Length > 0 ? person.Name : before.Name, UnionId = person.Unionid.Length > 0 ? person.Unionid : before.UnionId,
                Gender = person.Gender is 1 or 2 ? person.Gender : before.Gender,
            };
        foreach (var follower in contact?.FollowUser ?? []) after = after.Put(SeenRelation.Of(follower).Keep(after.With(follower.Userid)));
        if (changed is null) return after;
        var relation = after.With(kept.Content.Member) ?? new KeptRelation(kept.Content.Member, OccurredAtMs(kept) / 1_000, "", "", [], 0, kept.Content.State, Told: null);
        return after.Put(changed(relation));
    }

    /// <summary>The customer consented to the archive; a welcome that had to wait for it (41053) went out on the lane.</summary>
    private async Task ConsentedAsync(KeptCallback kept, CancellationToken stop)
    {
        var welcome = await kept.Welcome.WaitAsync(stop).ConfigureAwait(false);
        var events = new List<IncomingEvent> { Event(kept, "contact.consented", null, json => json.WriteString("member", kept.Content.Member)) };
        AddWelcome(events, kept, welcome, null);
        await host.TakeAsync(events, stop).ConfigureAwait(false);
        await inbox.DoneAsync(kept, []).ConfigureAwait(false);
    }

    private static void WriteTags(Utf8JsonWriter json, FollowUser? follower, bool evenIfNone = false)
    {
        var tags = follower?.Tags ?? [];
        if (tags.Count == 0 && !evenIfNone) return;
        json.WriteStartArray("tags");
        foreach (var tag in tags) json.WriteStringValue(tag.TagName);
        json.WriteEndArray();
    }

    private void AddWelcome(List<IncomingEvent> events, KeptCallback kept, WelcomeFate welcome, ContactAnswer? contact)
    {
        if (welcome.State is not (WelcomeState.Sent or WelcomeState.Failed)) return;
        // One id for both fates: a callback worked through twice tells only what was found first.
        events.Add(Event(kept, welcome.State == WelcomeState.Sent ? "welcome.sent" : "welcome.failed", contact, json =>
        {
            json.WriteString("member", kept.Content.Member);
            if (welcome.Material is not null) json.WriteString("material", welcome.Material);
            if (welcome.Reason is not null) json.WriteString("reason", welcome.Reason);
        }, id: "welcome"));
    }

    private static void AddChannelTags(List<IncomingEvent> events, KeptCallback kept, ContactAnswer? contact, ChannelCode code)
    {
        foreach (var tag in code.Tags)
            events.Add(Event(kept, "tag.set", contact, json =>
            {
                json.WriteString("tag", tag);
                json.WriteString("channel", code.Name);
            }, id: $"channel:{tag}"));
    }

    /// <summary>What the member calls the customer from now on, as the channel says.</summary>
    /// <returns>Why it could not be written; null when it was.</returns>
    private async Task<string?> RemarkAsync(KeptCallback kept, ContactAnswer? contact, string remark, CancellationToken stop)
    {
        if (!options.IsConfigured) return "not_configured";
        try
        {
            var filled = ChannelRemark.Fill(remark, contact?.ExternalContact?.Name ?? "");
            await client.RemarkAsync(new RemarkRequest(kept.Content.Member, kept.Content.ExternalUserId, filled), stop).ConfigureAwait(false);
            return null;
        }
        catch (WeComException e)
        {
            return Reasons.Of(e.Error);
        }
        catch (WeComCallException e)
        {
            return e.Message;
        }
    }

    private void AddTagChanges(List<IncomingEvent> events, List<Record> records, KeptCallback kept, ContactAnswer? contact)
    {
        if (contact is null) return;
        var (set, unset, record) = _tags.Compare(kept.Content.ExternalUserId, (contact.FollowUser ?? []).SelectMany(follower => follower.Tags ?? []));
        // Unset first: in an exclusive group the new value must come last.
        foreach (var tag in unset) events.Add(Event(kept, "tag.unset", contact, json => WriteTag(json, tag), id: $"unset:{tag}"));
        foreach (var tag in set) events.Add(Event(kept, "tag.set", contact, json => WriteTag(json, tag), id: $"set:{tag}"));
        if (record is { } changed) records.Add(changed);

        // Who set it is shown: the member whose relation the callback is about.
        void WriteTag(Utf8JsonWriter json, TagName tag)
        {
            json.WriteString("tag", tag.ToString());
            json.WriteString("member", kept.Content.Member);
        }
    }

    private static IncomingEvent Event(
        KeptCallback kept, string name, ContactAnswer? contact, Action<Utf8JsonWriter> properties, Action<Utf8JsonWriter>? attributes = null, string? id = null)
    {
        Identity external = new(IdentityKind.ExternalUserId, kept.Content.ExternalUserId);
        Identity[] identities = contact?.ExternalContact?.Unionid is { Length: > 0 } union ? [external, new(IdentityKind.UnionId, union)] : [external];
        return EventWriter.Event($"wecom:{kept.Content.Hash}:{id ?? "contact"}", name, OccurredAtMs(kept), identities, properties, attributes);
    }

    /// <summary>CreateTime, in business time as all that WeCom dates; never after the receipt.</summary>
    private static long OccurredAtMs(KeptCallback kept) =>
        kept.Content.CreateTime is { } seconds ? Math.Min(seconds * 1_000, kept.Stored.BusinessAtMs) : kept.Stored.BusinessAtMs;

    /// <summary>Reads the customer. Without a relation there is nothing to read and no problem; an outage is waited for, within reason.</summary>
    private async Task<(ContactAnswer? Contact, string? Problem)> DetailsAsync(string externalUserId, CancellationToken stop)
    {
        if (!options.IsConfigured) return (null, "not_configured");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await client.ContactAsync(externalUserId, stop).ConfigureAwait(false), null);
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.RelationLost)
            {
                return (null, null);
            }
            catch (WeComException e) when (e.RetryAt is { } at && attempt < PausesSeconds.Length)
            {
                await DelayAsync(at - host.Wall.GetUtcNow(), stop).ConfigureAwait(false);
            }
            catch (WeComException e)
            {
                return (null, Reasons.Of(e.Error));    // the client has repeated what may be repeated
            }
            catch (WeComCallException e)
            {
                if (attempt >= PausesSeconds.Length) return (null, e.Message);
                await DelayAsync(TimeSpan.FromSeconds(PausesSeconds[attempt]), stop).ConfigureAwait(false);
            }
        }
    }

    private Task DelayAsync(TimeSpan time, CancellationToken stop) =>
        time > TimeSpan.Zero ? Task.Delay(time, host.Wall, stop) : Task.CompletedTask;
}
