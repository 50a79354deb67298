using Shiyu.WeCom.Api;

namespace Shiyu.WeCom.Channels;

/// <summary>Brings one code at WeCom to what is wanted: makes it, says who stands on it, takes it away. Each step is written down before the next.</summary>
internal sealed class WayApplier(Hosting.IWeComHost host, WeComClient client, ChannelBook book)
{
    // What WeCom made may be dated by a clock a little behind ours.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    // WeCom tells nobody when it takes a member again.
    private static readonly TimeSpan RefusedFor = TimeSpan.FromHours(1);

    /// <summary>Whether WeCom has to be told something.</summary>
    public static bool IsDue(ChannelRecord record, IReadOnlyList<string> members) => record.RemovedAtMs is not null
        ? record.ConfigId is not null || record.AttemptedAtMs is not null
        : members.Count > 0 && (record.ConfigId is null || record.AppliedSettings != record.Settings || !members.SequenceEqual(record.Applied ?? []));

    /// <summary>Does it.</summary>
    /// <exception cref="WeComCallException">WeCom refuses, or cannot be reached.</exception>
    public async Task ApplyAsync(ChannelRecord record, IReadOnlyList<string> members, CancellationToken stop)
    {
        if (record is { ConfigId: null, AttemptedAtMs: { } attempted }) record = await FindAsync(record, attempted, stop).ConfigureAwait(false);
        if (record.RemovedAtMs is not null) await RemoveAsync(record, stop).ConfigureAwait(false);
        else if (record.ConfigId is null) await MakeAsync(record, members, stop).ConfigureAwait(false);
        else await UpdateAsync(record, record.ConfigId, members, stop).ConfigureAwait(false);
    }

    /// <summary>One of these members is refused and WeCom does not say which: each is tried alone.</summary>
    /// <returns>The refused.</returns>
    public async Task<IReadOnlyDictionary<string, RefusedMember>> ProbeAsync(string name, IReadOnlyList<string> members, CancellationToken stop)
    {
        var refused = new SortedDictionary<string, RefusedMember>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            try
            {
                await ApplyAsync(book.Find(name)!, [member], stop).ConfigureAwait(false);
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.Member)
            {
                refused[member] = new RefusedMember(e.Error.Code, (host.Wall.GetUtcNow() + RefusedFor).ToUnixTimeMilliseconds());
            }
        }
        return refused;
    }

    private async Task MakeAsync(ChannelRecord record, IReadOnlyList<string> members, CancellationToken stop)
    {
        // Written before the request: whoever finds it looks at WeCom first, so that no second code is made and the first one lost.
        record = record with { AttemptedAtMs = host.Clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await book.SaveAsync(record).ConfigureAwait(false);
        ContactWayMade made;
        try
        {
            made = await client.AddContactWayAsync(
                new ContactWayRequest(Type: 2, Scene: 2, record.Code.Title, record.Code.SkipVerify, record.Code.Name, members), stop).ConfigureAwait(false);
        }
        catch (WeComCallException e) when (e is WeComUnreachableException || (e is WeComException known && known.Error.Code != -1))
        {
            await book.SaveAsync(record with { AttemptedAtMs = null }).ConfigureAwait(false);    // refused: nothing was made
            throw;
        }
        await DoneAsync(record with { ConfigId = made.ConfigId, QrCode = made.QrCode, AttemptedAtMs = null }, members).ConfigureAwait(false);
    }

    private async Task UpdateAsync(ChannelRecord record, string config, IReadOnlyList<string> members, CancellationToken stop)
    {
        try
        {
            await client.UpdateContactWayAsync(new ContactWayUpdate(config, record.Code.Title, record.Code.SkipVerify, members), stop).ConfigureAwait(false);
        }
        catch (WeComException e) when (e.Error.Code == 41044)
        {
            // Somebody deleted it there: the printed code is dead. The fault says so; the next try makes a new one, with a new picture.
            await book.SaveAsync(record with { ConfigId = null, QrCode = null, Applied = null, AppliedSettings = null }).ConfigureAwait(false);
            throw;
        }
        await DoneAsync(record, members).ConfigureAwait(false);
    }

    private async Task RemoveAsync(ChannelRecord record, CancellationToken stop)
    {
        try
        {
            if (record.ConfigId is { } config) await client.DeleteContactWayAsync(config, stop).ConfigureAwait(false);
        }
        catch (WeComException e) when (e.Error.Code == 41044)
        {
            // WeCom has none of this id any more: that is what was wanted.
        }
        await book.SaveAsync(record with { ConfigId = null, QrCode = null, Applied = null, AppliedSettings = null, AttemptedAtMs = null, Fault = null }).ConfigureAwait(false);
    }

    private Task DoneAsync(ChannelRecord record, IReadOnlyList<string> members) =>
        book.SaveAsync(record with { Applied = members, AppliedSettings = record.Settings, Fault = null });

    /// <summary>Looks for what an unanswered request may have made: WeCom lists ids by time, and each tells its state.</summary>
    private async Task<ChannelRecord> FindAsync(ChannelRecord record, long attemptedAtMs, CancellationToken stop)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(attemptedAtMs) - ClockSlack;
        foreach (var config in await client.ContactWaysAsync(from, host.Clock.GetUtcNow() + ClockSlack, stop).ConfigureAwait(false))
        {
            if (await client.ContactWayAsync(config, stop).ConfigureAwait(false) is not { } way || way.State != record.Code.Name) continue;
            record = record with { ConfigId = config, QrCode = way.QrCode, Applied = [.. (way.User ?? []).Order(StringComparer.Ordinal)] };
            break;
        }
        record = record with { AttemptedAtMs = null };
        await book.SaveAsync(record).ConfigureAwait(false);
        return record;
    }
}
