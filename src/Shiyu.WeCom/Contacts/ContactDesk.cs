using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>What the API tells of the address book and its synchronisation.</summary>
public sealed class ContactDesk(IWeComHost host, WeComOptions options, ContactBook book, MemberBook members, ContactSync sync, ContactSyncService service)
{
    /// <summary>How the synchronisation stands.</summary>
    public SyncView Sync() => new(
        options.IsConfigured, sync.Pass is { IsDone: false } pass ? View(pass) : null, sync.LastDone is { } last ? View(last) : null,
        service.NextAt is { } next ? host.TimeText(next.ToUnixTimeMilliseconds()) : null, book.Count, members.All.Count(member => member.Value.Serves));

    /// <summary>Begins a pass over everything that WeCom has, or lets one that rests go on.</summary>
    /// <returns>False when WeCom is not configured.</returns>
    public bool StartSync() => service.StartNow();

    /// <summary>The members, by userid.</summary>
    public IReadOnlyList<MemberView> Members()
    {
        var friends = book.FriendsByMember();
        return
        [
            .. members.All.Select(pair => new MemberView(
                pair.Key, pair.Value.Name.Length > 0 ? pair.Value.Name : null,
                pair.Value switch
                {
                    { Status: 5 } => "left",
                    { Serves: false } => "not_serving",
                    { Status: 2 } => "disabled",
                    { Status: 4 } => "not_activated",
                    { Status: 0 or 1 } => "serving",
                    _ => "unknown",
                },
                friends.GetValueOrDefault(pair.Key))),
        ];
    }

    /// <summary>Where WeCom and we differed, newest first.</summary>
    /// <param name="after">The id of the last one read; empty for the newest.</param>
    public IReadOnlyList<DriftView> Drift(string after, int limit) =>
    [
        .. sync.Drifts.List(after, limit).Select(row => new DriftView(
            row.Key, host.TimeText(row.Drift.AtMs), row.Drift.Kind, row.Drift.ExternalUserId, null, row.Drift.Member, row.Drift.Before,
            row.Drift.After, row.Drift.Repair)),
    ];

    /// <summary>The customer groups, by name.</summary>
    public IReadOnlyList<GroupView> Groups() =>
    [
        .. sync.Groups.All.OrderBy(group => group.Group.Name, StringComparer.Ordinal).ThenBy(group => group.ChatId, StringComparer.Ordinal).Select(group => new GroupView(
            group.ChatId, group.Group.Name, group.Group.Owner, host.TimeText(group.Group.CreatedAt * 1_000),
            group.Group.Status switch { 0 => "normal", 1 => "owner_left", 2 => "inheriting", 3 => "inherited", _ => "unknown" }, group.Group.Customers, group.Group.Members)),
    ];

    private SyncPassView View(SyncPass pass) => new(
        pass.Number, pass.Kind, pass.Phase, pass.MembersDone, pass.Members.Count, pass.Counts, host.TimeText(pass.StartedAtMs),
        host.TimeText(pass.UpdatedAtMs), pass.FinishedAtMs == 0 ? null : host.TimeText(pass.FinishedAtMs), pass.Error,
        pass.NamesError);
}

/// <param name="Running">The pass that is under way, or rests with an error; null when none is.</param>
/// <param name="Last">The latest that came to its end; null before the first.</param>
/// <param name="NextAt">When the next one begins by itself, business time.</param>
/// <param name="Customers">Customers known from WeCom.</param>
/// <param name="Members">Members who serve customers.</param>
public sealed record SyncView(bool Configured, SyncPassView? Running, SyncPassView? Last, string? NextAt, int Customers, int Members);

/// <param name="Kind"><c>initial</c>, <c>daily</c> or <c>manual</c>.</param>
/// <param name="Phase"><c>members</c>, <c>tags</c>, <c>contacts</c>, <c>groups</c> or <c>done</c>.</param>
/// <param name="MembersDone">Members whose customers are read.</param>
/// <param name="StartedAt">Wall time, as the others.</param>
/// <param name="Error">Why it rests, in words; null while it goes on.</param>
/// <param name="NamesError">Why members stand without their names; null when all is well.</param>
public sealed record SyncPassView(
    long Number, string Kind, string Phase, int MembersDone, int Members, SyncCounts Counts, string StartedAt, string UpdatedAt, string? FinishedAt, string? Error,
    string? NamesError);

/// <param name="Name">As in WeCom's address book; null where it could not be read.</param>
/// <param name="Status"><c>serving</c>, <c>not_serving</c> (WeCom no longer lists the member), <c>not_activated</c>, <c>disabled</c>, <c>left</c> or <c>unknown</c>.</param>
/// <param name="Customers">Friends.</param>
public sealed record MemberView(string Userid, string? Name, string Status, int Customers);

/// <param name="At">Wall time.</param>
/// <param name="Kind"><c>missing</c>, <c>ended</c>, <c>remark</c>, <c>tags</c> or <c>profile</c>.</param>
/// <param name="Customer">The customer's id; null where there is none.</param>
/// <param name="Before">What we had; null: nothing.</param>
/// <param name="After">What WeCom has; null: nothing.</param>
/// <param name="Repair">The event that repaired it.</param>
public sealed record DriftView(
    string Id, string At, string Kind, string ExternalUserid, string? Customer, string? Member, string? Before, string? After, string Repair);

/// <param name="State"><c>normal</c>, <c>owner_left</c>, <c>inheriting</c> or <c>inherited</c>.</param>
/// <param name="Members">People of the corp in it.</param>
public sealed record GroupView(string Id, string Name, string Owner, string CreatedAt, string State, int Customers, int Members);
