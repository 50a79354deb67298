using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shiyu.Runtime.Log;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>
/// Counts adds, friends and what came of adds from the log's facts, each exactly once: its position in the log is written with the counts. Thrown away,
/// it comes out the same from the log again.
/// </summary>
internal sealed class ChannelLedger
{
    private const string Counts = "wecom.channel.counts";
    private const string Cursor = "wecom.channel.ledger";

    /// <summary>Rows of nothing to count that are read again after a restart, at most.</summary>
    private const long RowsUnwritten = 10_000;

    private static readonly ImmutableHashSet<string> Names =
        ["contact.added", "contact.accepted", "contact.deleted_by_customer", "contact.deleted_by_member", "order.paid"];

    private readonly IWeComHost _host;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ChannelCounts> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _friends = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);
    private long _position;
    private long _written;

    /// <summary>Takes up where the last start stopped.</summary>
    public ChannelLedger(IWeComHost host)
    {
        _host = host;
        if (host.Document(Cursor, "position") is { } position) _position = _written = JsonSerializer.Deserialize(position, ChannelJson.Default.Int64);
        if (host.Document(Cursor, "friends") is { } friends) _friends = new(JsonSerializer.Deserialize(friends, ChannelJson.Default.DictionaryStringInt32)!, StringComparer.Ordinal);
        foreach (var record in host.All(Counts)) _counts[record.Key] = JsonSerializer.Deserialize(record.Value, ChannelJson.Default.ChannelCounts)!.Restored();
    }

    /// <summary>Customers that a member has, so far as the log tells.</summary>
    public int FriendsOf(string member)
    {
        lock (_lock) return _friends.GetValueOrDefault(member);
    }

    public ChannelCounts CountsOf(string channel)
    {
        lock (_lock) return _counts.GetValueOrDefault(channel, ChannelCounts.None);
    }

    /// <summary>Completes once the log holds something not yet counted.</summary>
    public Task WaitAsync(CancellationToken stop) => _host.WaitForLogAsync(Volatile.Read(ref _position), stop);

    /// <summary>Counts everything that the log holds by now.</summary>
    /// <param name="among">Among whom a channel's rounds are counted at an instant; empty for a channel that is none of ours.</param>
    /// <returns>Whether a count changed that decides who stands.</returns>
    public async Task<bool> CatchUpAsync(Func<string, ChannelCounts, long, string> among, Roster roster, CancellationToken stop)
    {
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            for (var changed = false; ; )
            {
                var page = await Task.Run(() => _host.ReadLog(_position, Names), stop).ConfigureAwait(false);
                if (page.Through == _position) return changed;
                changed |= await CountAsync(page, among, roster).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The days of a channel from one to another, ascending; days without adds are not among them.</summary>
    public IReadOnlyList<(long Day, ChannelDay Figures)> Days(string channel, long from, long to)
    {
        var days = new List<(long, ChannelDay)>();
        foreach (var record in _host.All(LedgerPage.Days, LedgerPage.Key(channel, from - 1)))
        {
            if (record.Key.Length != channel.Length + 7 || !record.Key.StartsWith(channel + "/", StringComparison.Ordinal)) break;
            var day = long.Parse(record.Key.AsSpan(channel.Length + 1), CultureInfo.InvariantCulture);
            if (day > to) break;
            days.Add((day, JsonSerializer.Deserialize(record.Value, ChannelJson.Default.ChannelDay)!));
        }
        return days;
    }

    private async Task<bool> CountAsync(LogPage facts, Func<string, ChannelCounts, long, string> among, Roster roster)
    {
        if (facts.Facts.Count == 0 && facts.Through - _written < RowsUnwritten)
        {
            // Nothing to count: a commit for the position alone would double the cost of every event of others.
            Volatile.Write(ref _position, facts.Through);
            return false;
        }
        var page = new LedgerPage(_host);
        var counts = new Dictionary<string, ChannelCounts>(StringComparer.Ordinal);
        var friends = new Dictionary<string, int>(StringComparer.Ordinal);
        var fold = new ChannelFold(page, roster, (member, by) => friends[member] = friends.GetValueOrDefault(member) + by, (channel, member, atMs) =>
        {
            var before = counts.TryGetValue(channel, out var changed) ? changed : CountsOf(channel);
            counts[channel] = before.Add(member, roster.DayOf(atMs), among(channel, before, atMs));
        });
        foreach (var fact in facts.Facts) fold.Apply(fact);
        var records = page.Records().ToList();
        if (friends.Count > 0)
        {
            var all = new Dictionary<string, int>(_friends, StringComparer.Ordinal);    // changed by this method alone
            foreach (var (member, by) in friends) all[member] = all.GetValueOrDefault(member) + by;
            records.Add(new(Cursor, "friends", JsonSerializer.SerializeToUtf8Bytes(all, ChannelJson.Default.DictionaryStringInt32)));
        }
        records.AddRange(counts.Select(each => new Record(Counts, each.Key, JsonSerializer.SerializeToUtf8Bytes(each.Value, ChannelJson.Default.ChannelCounts))));
        records.Add(new(Cursor, "position", JsonSerializer.SerializeToUtf8Bytes(facts.Through, ChannelJson.Default.Int64)));
        await _host.PutAsync(records).ConfigureAwait(false);
        // Only what is written counts: after a failed write the same stretch is read again.
        lock (_lock)
        {
            foreach (var (member, by) in friends) _friends[member] = _friends.GetValueOrDefault(member) + by;
            foreach (var (channel, after) in counts) _counts[channel] = after;
        }
        Volatile.Write(ref _position, _written = facts.Through);
        return friends.Count + counts.Count > 0;
    }
}
