using System.Text.Json;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>
/// One pass over everything that WeCom has: members, tags, customers with their relations, groups. After every page it is written down how far it is, in the
/// same transaction as what the page brought; a start finds it and goes on there.
/// </summary>
public sealed class ContactSync
{
    private const string Collection = "wecom.sync";
    private const string Current = "pass";
    private const string Last = "last";
    // Three attempts of five seconds each, and pauses: by then a callback has come, or is lost. Wall time.
    private static readonly TimeSpan CallbackTakes = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NameLasts = TimeSpan.FromDays(7);
    private readonly IWeComHost _host;
    private readonly WeComOptions _options;
    private readonly WeComClient _client;
    private readonly ContactBook _book;
    private readonly MemberBook _members;
    private readonly TagLibrary _library;
    private readonly GroupBook _groups;
    private readonly DriftBook _drifts;
    private readonly ContactComparison _comparison;
    private volatile SyncPass? _pass;
    private volatile SyncPass? _last;

    public ContactSync(IWeComHost host, WeComOptions options, WeComClient client, ContactBook book, MemberBook members, TagLibrary library)
    {
        (_host, _options, _client, _book, _members, _library) = (host, options, client, book, members, library);
        (_groups, _drifts, _comparison) = (new GroupBook(host), new DriftBook(host), new ContactComparison(host, library));
        (_pass, _last) = (Read(Current), Read(Last));
    }

    /// <summary>The pass that is under way or was the latest; null before the first.</summary>
    internal SyncPass? Pass => _pass;

    /// <summary>The latest pass that came to its end.</summary>
    internal SyncPass? LastDone => _last;

    internal DriftBook Drifts => _drifts;

    internal GroupBook Groups => _groups;

    /// <summary>Begins a pass, or goes on with the one that is under way, to its end.</summary>
    /// <param name="kind">What to call a new one; the first is always <c>initial</c>.</param>
    /// <exception cref="WeComCallException">WeCom did not answer what is needed; the next call goes on where this one ended.</exception>
    internal async Task RunAsync(string kind, CancellationToken stop)
    {
        if (_pass is null or { IsDone: true })
            await SaveAsync(new SyncPass((_pass?.Number ?? 0) + 1, _last is null ? SyncPass.Initial : kind, WallMs), []).ConfigureAwait(false);
        else if (_pass is { Cursor.Length: > 0, Phase: "contacts" })
            // Whom earlier pages showed is forgotten; who is missing will be seen next time.
            await SaveAsync(_pass with { Whole = false, Error = null }, []).ConfigureAwait(false);
        if (_pass!.Phase == "members") await ReadMembersAsync(stop).ConfigureAwait(false);
        await _library.ReadAsync(stop).ConfigureAwait(false);
        if (_pass.Phase == "tags") await SaveAsync(_pass with { Phase = "contacts" }, []).ConfigureAwait(false);
        while (_pass is { Phase: "contacts" } pass && pass.MembersDone < pass.Members.Count) await ReadCustomersAsync(stop).ConfigureAwait(false);
        if (_pass.Phase == "contacts") await SaveAsync(_pass with { Phase = "groups" }, []).ConfigureAwait(false);
        if (_pass.Phase == "groups") await ReadGroupsAsync(stop).ConfigureAwait(false);
        var done = _pass with { Phase = "done", FinishedAtMs = WallMs, Error = null };
        await SaveAsync(done, [Row(Last, done)]).ConfigureAwait(false);
        _last = done;
    }

    /// <summary>Writes down why a pass does not go on for now.</summary>
    internal Task FailedAsync(string error) => SaveAsync(_pass! with { Error = error }, []);

    // ---- members

    private async Task ReadMembersAsync(CancellationToken stop)
    {
        var serving = new SortedSet<string>(await _client.FollowUsersAsync(stop).ConfigureAwait(false), StringComparer.Ordinal);
        var known = _members.All;
        var changed = new Dictionary<string, KeptMember>(StringComparer.Ordinal);
        foreach (var (userid, member) in known.Where(pair => pair.Value.Serves && !serving.Contains(pair.Key))) changed[userid] = member with { Serves = false };
        string? error = null;
        var stale = _host.Wall.GetUtcNow() - NameLasts;
        foreach (var userid in serving)
        {
            var member = (known.GetValueOrDefault(userid) ?? new KeptMember("", 0, true, 0)) with { Serves = true };
            // Whoever has no right to read the address book will not have it for the next member either.
            if (error is null && member.NamedAtMs < stale.ToUnixTimeMilliseconds())
            {
                try
                {
                    var answer = await _client.MemberAsync(userid, stop).ConfigureAwait(false);
                    member = member with { Name = answer.Name, Status = answer.Status, NamedAtMs = WallMs };
                }
                catch (WeComException e) when (e.Error.Code == 60111)
                {
                    member = member with { Status = 5, NamedAtMs = WallMs };
                }
                catch (WeComException e) when (e.Error.Retry is WeComRetry.Configuration or WeComRetry.Never or WeComRetry.Member)
                {
                    error = e.Error.InChinese;
                }
            }
            if (member != known.GetValueOrDefault(userid)) changed[userid] = member;
        }
        await SaveAsync(_pass! with { Phase = "tags", Members = [.. serving], NamesError = error }, [.. changed.Select(pair => MemberBook.Record(pair.Key, pair.Value))]).ConfigureAwait(false);
        _members.Written(changed);
    }

    // ---- customers

    /// <summary>The customers of the next members, page by page to the last, and then those of them that did not show up.</summary>
    private async Task ReadCustomersAsync(CancellationToken stop)
    {
        string[] members = [.. _pass!.Members.Skip(_pass.MembersDone).Take(WeComClient.MembersMax)];
        var seen = new HashSet<(string, string)>();
        while (true)
        {
            var askedAtMs = WallMs;
            ContactsAnswer page;
            try
            {
                page = await _client.ContactsAsync(members, _pass.Cursor, stop).ConfigureAwait(false);
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.RestartListing && _pass.Cursor.Length > 0)
            {
                seen.Clear();
                await SaveAsync(_pass with { Cursor = "", Whole = true }, []).ConfigureAwait(false);
                continue;
            }
            catch (WeComException e) when (e.Error.Code is 84061)
            {
                page = new ContactsAnswer();    // none of them has a customer
            }
            var rows = (page.ExternalContactList ?? []).Where(row => row is { ExternalContact.ExternalUserid.Length: > 0, FollowInfo.Userid.Length: > 0 }).ToList();
            foreach (var row in rows) seen.Add((row.ExternalContact!.ExternalUserid, row.FollowInfo!.Userid));
            var isLast = page.NextCursor.Length == 0 || page.NextCursor == _pass.Cursor;
            await TakePageAsync(rows, askedAtMs, _pass with { Cursor = isLast ? _pass.Cursor : page.NextCursor }, stop).ConfigureAwait(false);
            if (isLast) break;
        }
        if (_pass.Whole) await EndAsync(members, seen, stop).ConfigureAwait(false);
        await SaveAsync(_pass with { MembersDone = _pass.MembersDone + members.Length, Cursor = "", Whole = true }, []).ConfigureAwait(false);
    }

    private async Task TakePageAsync(IReadOnlyList<ContactRow> rows, long askedAtMs, SyncPass after, CancellationToken stop)
    {
        await _library.EnsureAsync(rows.SelectMany(row => row.FollowInfo!.TagId ?? []), stop).ConfigureAwait(false);
        var turns = new List<IDisposable>();
        try
        {
            var findings = new List<Finding>();
            foreach (var customer in rows.GroupBy(row => row.ExternalContact!.ExternalUserid, StringComparer.Ordinal))
            {
                // Nobody else takes two turns at a time, so waiting for many cannot lock up.
                turns.Add(await _book.EnterAsync(customer.Key, stop).ConfigureAwait(false));
                var before = _book.Find(customer.Key);
                // A callback was quicker than this page and knows better.
                if (before.ChangedAtMs > askedAtMs) continue;
                SeenRelation[] shown = [.. customer.Select(row => SeenRelation.Of(row.FollowInfo!)).Where(seen => before.With(seen.Member) is not null || !IsCalledBack(seen))];
                if (shown.Length > 0) findings.Add(_comparison.Compare(customer.Key, before, customer.First().ExternalContact!, shown, after));
            }
            await KeepAsync(findings, after, stop).ConfigureAwait(false);
        }
        finally
        {
            foreach (var turn in turns) turn.Dispose();
        }
    }

    /// <summary>Whether the callback of a friendship may still be on its way: it knows more, the welcome above all. Should it be lost, the next pass finds the friendship.</summary>
    private bool IsCalledBack(SeenRelation seen) =>
        _options.TakesCallbacks && seen.Since > 0 && _host.Clock.OnTheWall(_host.Clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seen.Since)) < CallbackTakes;

    /// <summary>Relations that the listing did not show. A listing may miss somebody, so WeCom is asked about each before it counts.</summary>
    private async Task EndAsync(IReadOnlyList<string> members, HashSet<(string, string)> seen, CancellationToken stop)
    {
        var missing = _book.ReadableOf(members.ToHashSet(StringComparer.Ordinal)).Where(tie => !seen.Contains((tie.ExternalUserId, tie.Member)))
            .GroupBy(tie => tie.ExternalUserId, tie => tie.Member, StringComparer.Ordinal).ToList();
        foreach (var customer in missing)
        {
            using var turn = await _book.EnterAsync(customer.Key, stop).ConfigureAwait(false);
            var followers = await FollowersAsync(customer.Key, stop).ConfigureAwait(false);
            var before = _book.Find(customer.Key);
            string[] gone = [.. customer.Where(member => !followers.Contains(member) && before.With(member) is { IsReadable: true })];
            if (gone.Length > 0) await KeepAsync([_comparison.Ended(customer.Key, before, gone, _pass!)], _pass!, stop).ConfigureAwait(false);
        }
    }

    private async Task<HashSet<string>> FollowersAsync(string externalUserId, CancellationToken stop)
    {
        try
        {
            return [.. ((await _client.ContactAsync(externalUserId, stop).ConfigureAwait(false)).FollowUser ?? []).Select(follower => follower.Userid)];
        }
        catch (WeComException e) when (e.Error.Code is 84061 or 40096)
        {
            return [];
        }
    }

    /// <summary>The facts first, then what is known because of them: a crash between the two tells them again, under the same ids.</summary>
    private async Task KeepAsync(IReadOnlyList<Finding> findings, SyncPass after, CancellationToken stop)
    {
        await _host.TakeAsync([.. findings.SelectMany(finding => finding.Events)], stop).ConfigureAwait(false);
        var changed = findings.Select(finding => (finding.ExternalUserId, Kept: finding.Changed)).Where(change => change.Kept is not null).ToList();
        await SaveAsync(
            after with { Counts = findings.Aggregate(after.Counts, (sum, finding) => sum + finding.Counts) },
            [
                .. changed.Select(change => ContactBook.Record(change.ExternalUserId, change.Kept!)), .. findings.SelectMany(finding => finding.Records),
                .. _drifts.Add([.. findings.SelectMany(finding => finding.Drifts)]),
            ]).ConfigureAwait(false);
        foreach (var (externalUserId, kept) in changed) _book.Written(externalUserId, kept!);
    }

    // ---- groups

    private async Task ReadGroupsAsync(CancellationToken stop)
    {
        var listed = await ListGroupsAsync(stop).ConfigureAwait(false);
        foreach (var part in listed.Chunk(50))
        {
            var read = await Task.WhenAll(part.Select(async group => (Listed: group, Details: await _client.GroupChatAsync(group.ChatId, stop).ConfigureAwait(false)))).ConfigureAwait(false);
            await SaveAsync(
                _pass! with { Counts = _pass.Counts + new SyncCounts(Groups: part.Length) },
                [.. read.Select(group => group.Details is { } details ? GroupBook.Record(group.Listed, details) : GroupBook.Gone(group.Listed.ChatId))]).ConfigureAwait(false);
        }
        var there = listed.Select(group => group.ChatId).ToHashSet(StringComparer.Ordinal);
        string[] gone = [.. _groups.All.Select(group => group.ChatId).Where(id => !there.Contains(id))];
        if (gone.Length > 0) await _host.PutAsync([.. gone.Select(GroupBook.Gone)]).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ListedGroupChat>> ListGroupsAsync(CancellationToken stop)
    {
        try
        {
            return await _client.GroupChatsAsync(null, stop).ConfigureAwait(false);
        }
        catch (WeComException e) when (e.Error.Code == 81017)
        {
            // The app sees more members than WeCom lists at once.
            var groups = new List<ListedGroupChat>();
            foreach (var owners in _pass!.Members.Chunk(WeComClient.MembersMax)) groups.AddRange(await _client.GroupChatsAsync(owners, stop).ConfigureAwait(false));
            return groups;
        }
    }

    // ---- what is written down

    private async Task SaveAsync(SyncPass pass, IReadOnlyList<Record> records)
    {
        pass = pass with { UpdatedAtMs = WallMs };
        await _host.PutAsync([.. records, Row(Current, pass)]).ConfigureAwait(false);
        _pass = pass;
    }

    private static Record Row(string key, SyncPass pass) => new(Collection, key, JsonSerializer.SerializeToUtf8Bytes(pass, ContactsJson.Default.SyncPass));

    private SyncPass? Read(string key) =>
        _host.Document(Collection, key) is { } stored ? JsonSerializer.Deserialize(stored, ContactsJson.Default.SyncPass) : null;

    private long WallMs => _host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
}
