using System.Globalization;
using Shiyu.Engine.Facts;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>What operators do with codes: declare, change, take away, look at.</summary>
public sealed class ChannelDesk
{
    private readonly IWeComHost _host;
    private readonly ChannelBook _book;
    private readonly ChannelLedger _ledger;
    private readonly ChannelKeeper _keeper;

    internal ChannelDesk(IWeComHost host, ChannelBook book, ChannelLedger ledger, ChannelKeeper keeper) => (_host, _book, _ledger, _keeper) = (host, book, ledger, keeper);

    /// <summary>Codes by name; those taken away are not among them.</summary>
    public IReadOnlyList<ChannelView> All => [.. _book.All.Where(record => record.RemovedAtMs is null).Select(View)];

    /// <returns>Null where there is none of this name.</returns>
    public ChannelView? Find(string name) => _book.Find(name) is { RemovedAtMs: null } record ? View(record) : null;

    /// <summary>The address of WeCom's picture; null where WeCom has no such code.</summary>
    public string? PictureOf(string name) => _book.Find(name) is { RemovedAtMs: null, QrCode: { Length: > 0 } picture } ? picture : null;

    /// <summary>Declares a code or changes it, and tells WeCom at once; where WeCom refuses, the code is kept and its fault says why.</summary>
    /// <returns>The code, or why nothing was kept.</returns>
    public async Task<(ChannelView? View, IReadOnlyList<ChannelRefusal> Refusals)> PutAsync(string name, ChannelRequest asked, CancellationToken stop)
    {
        var (code, refusals) = new ChannelReader(_host.Definitions).Read(name, asked);
        if (code is null) return (null, refusals);
        // An edit is somebody's answer to a fault and to refused members: both are tried anew.
        await _keeper.ChangeAsync(name, before => (before ?? new ChannelRecord(code, NowMs)) with { Code = code, Fault = null, Refused = null, RemovedAtMs = null }, stop)
            .ConfigureAwait(false);
        return (Find(name), []);
    }

    /// <summary>Takes a code away, here and at WeCom; its figures stay. Whoever scans it from then on meets nobody.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken stop)
    {
        if (_book.Find(name) is not { RemovedAtMs: null }) return false;
        await _keeper.ChangeAsync(name, before => before! with { RemovedAtMs = NowMs, Fault = null }, stop).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether there is, or was, a code of this name, or adds have come by this state.</summary>
    public bool Knows(string name) => _book.Find(name) is not null || _ledger.CountsOf(name).Total.Count > 0;

    /// <summary>What came of a channel's adds.</summary>
    /// <param name="fromDay">First day, counted from 1970-01-01.</param>
    /// <param name="toDay">Last day.</param>
    public async Task<ChannelStatisticsView> StatisticsAsync(string name, long fromDay, long toDay, CancellationToken stop)
    {
        await _keeper.CountAsync(stop).ConfigureAwait(false);
        var roster = _keeper.Roster;
        var days = _ledger.Days(name, fromDay, toDay);
        return new ChannelStatisticsView(
            name, Date(fromDay), Date(toDay), ChannelFigures.Of(null, days, roster, NowMs), [.. days.Select(day => ChannelFigures.Of(Date(day.Day), [day], roster, NowMs))]);
    }

    /// <summary>Today in the workspace's zone, counted from 1970-01-01.</summary>
    public long Today => _keeper.Roster.DayOf(NowMs);

    private ChannelView View(ChannelRecord record)
    {
        var (code, standing, counts) = (record.Code, _keeper.Standing(record), _ledger.CountsOf(record.Code.Name));
        var away = standing.Away.ToDictionary(absence => absence.Member, absence => Words(absence.Reason), StringComparer.Ordinal);
        var today = Today;
        return new ChannelView(
            code.Name, code.Title,
            [
                .. code.Members.Select(member => new ChannelMemberView(
                    member.User, member.Weight, [.. (member.Shifts ?? []).Select(View)], member.DailyCap, member.TotalCap, member.FriendLimit,
                    counts.On(today, member.User), counts.Total.GetValueOrDefault(member.User), _ledger.FriendsOf(member.User),
                    standing.Members.Contains(member.User), away.GetValueOrDefault(member.User),
                    record.Refused?.GetValueOrDefault(member.User) is { } refused ? InWords(refused.Errcode) : null)),
            ],
            code.Backups, code.Margin, code.SkipVerify, code.Tags, code.Remark, code.Welcome, record.ConfigId is not null,
            counts.Day == today ? counts.Today.Values.Sum() : 0, counts.Total.Values.Sum(), Words(standing.Kind), standing.Members, record.Applied ?? [],
            standing.ChangesAtMs is { } at ? Iso(at) : null,
            record.Fault is { } fault ? new ChannelFaultView(fault.Errcode, fault.Text, Iso(fault.AtMs), Iso(fault.TryAgainAtMs)) : null, Iso(record.CreatedAtMs));
    }

    /// <summary>A shift as the API writes it.</summary>
    internal static DutyShiftView View(Shift shift) => new(shift.Days, Time(shift.From), Time(shift.To), Words(shift.Holidays));

    private static string Time(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:D2}:{minutes % 60:D2}");

    private static string InWords(int errcode) => WeComErrors.Of(errcode) is var error ? $"{error.Code} {error.MeaningZh}；{error.AdviceZh}" : "";

    /// <summary>An enum's value as the API writes it.</summary>
    private static string Words<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Date(long day) => DateTime.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Iso(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMilliseconds(_host.Zone.OffsetAt(new Instant(ms))))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    private long NowMs => _host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
