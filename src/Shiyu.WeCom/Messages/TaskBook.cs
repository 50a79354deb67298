using System.Globalization;
using System.Text.Json;
using Shiyu.Store;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>The open tasks, in memory and in documents; a change of a task and of its deliveries is one transaction. Thread-safe.</summary>
public sealed class TaskBook
{
    private readonly IWeComHost _host;
    private readonly Func<Guid> _newId;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MessageTask> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    /// <summary>Takes up the open tasks of an earlier start. A request that was under way then is uncertain now.</summary>
    public TaskBook(IWeComHost host) : this(host, Guid.NewGuid) { }

    internal TaskBook(IWeComHost host, Func<Guid> newId)
    {
        (_host, _newId) = (host, newId);
        foreach (var record in host.All(MessageTask.Collection))
        {
            var task = MessageTask.Read(record.Value!);
            _open[task.Key] = task.State == MessageTaskState.Sending ? task with { State = MessageTaskState.Uncertain, Reason = Reasons.Interrupted } : task;
        }
    }

    /// <summary>Snapshot, oldest first.</summary>
    public IReadOnlyList<MessageTask> Open
    {
        get
        {
            lock (_lock) return [.. _open.Values];
        }
    }

    /// <summary>Tasks of which it is not known whether WeCom has them.</summary>
    public IReadOnlyList<MessageTask> Unsettled => [.. Open.Where(task => task.IsUnsettled)];

    public MessageTask? Find(string key)
    {
        lock (_lock) return _open.GetValueOrDefault(key);
    }

    /// <summary>At most one unsettled task per member and content: false while one stands.</summary>
    internal bool Reserve(string memberAndContent)
    {
        lock (_lock)
        {
            return !_open.Values.Any(task => task.IsUnsettled && task.MemberAndContent == memberAndContent) && _reserved.Add(memberAndContent);
        }
    }

    /// <summary>Whether a request for it is out right now.</summary>
    internal bool IsUnderWay(string memberAndContent)
    {
        lock (_lock) return _reserved.Contains(memberAndContent);
    }

    internal void Release(string memberAndContent)
    {
        lock (_lock) _reserved.Remove(memberAndContent);
    }

    /// <summary>Writes a new task, its recipients and its deliveries, before WeCom is asked.</summary>
    internal async Task BeginAsync(MessageTask task, IReadOnlyList<Recipient> recipients, IReadOnlyList<Delivery> deliveries)
    {
        var list = JsonSerializer.SerializeToUtf8Bytes([.. recipients], MessageJson.Default.ListRecipient);
        await _host.ChangeAsync(deliveries, [new(MessageTask.Collection, task.Key, task.Write()), new(MessageTask.RecipientCollection, task.Key, list)])
            .ConfigureAwait(false);
        lock (_lock) _open[task.Key] = task;
    }

    /// <summary>Writes a task's new state with its deliveries and outcomes.</summary>
    internal async Task SaveAsync(MessageTask task, IReadOnlyList<Delivery> deliveries, IReadOnlyList<Record> more)
    {
        var records = new List<Record>(more);
        if (task.State == MessageTaskState.Done)
        {
            records.Add(new(MessageTask.Collection, task.Key, null));
            records.Add(new(MessageTask.RecipientCollection, task.Key, null));
            if (task.Msgid is not null) records.Add(new(MessageTask.DoneCollection, task.Key, task.Write()));
        }
        else
        {
            records.Add(new(MessageTask.Collection, task.Key, task.Write()));
        }
        await _host.ChangeAsync(deliveries, records).ConfigureAwait(false);
        lock (_lock)
        {
            if (task.State == MessageTaskState.Done) _open.Remove(task.Key);
            else _open[task.Key] = task;
        }
    }

    internal IReadOnlyList<Recipient> Recipients(string key) =>
        _host.Document(MessageTask.RecipientCollection, key) is { } stored ? JsonSerializer.Deserialize(stored, MessageJson.Default.ListRecipient)! : [];

    /// <summary>WeCom's ids of all our tasks created since then: what a settlement must not take for its own.</summary>
    internal HashSet<string> KnownMsgids(long sinceMs) => [.. OpenAndDone(sinceMs).Select(task => task.Msgid).OfType<string>()];

    /// <summary>Every task since then that WeCom has, or may have: open ones, and those that came to an end.</summary>
    internal IEnumerable<MessageTask> CreatedSince(long sinceMs) => OpenAndDone(sinceMs).Where(task => task.CreatedAtMs >= sinceMs);

    /// <summary>Forgets finished tasks of before then, a few at a time.</summary>
    internal async Task ForgetDoneAsync(long beforeMs)
    {
        var old = _host.Documents(MessageTask.DoneCollection, limit: 100)
            .Where(record => string.CompareOrdinal(record.Key, KeyAt(beforeMs)) < 0)
            .Select(record => record with { Value = null })
            .ToList();
        if (old.Count > 0) await _host.PutAsync(old).ConfigureAwait(false);
    }

    /// <summary>All open tasks, and those done that were created since then.</summary>
    private IEnumerable<MessageTask> OpenAndDone(long sinceMs) =>
        Open.Concat(_host.All(MessageTask.DoneCollection, KeyAt(sinceMs)).Select(record => MessageTask.Read(record.Value!)));

    internal string NewKey(long createdAtMs)
    {
        // A random tail: two tasks of one instant must differ, and so must one that is sent again.
        return $"{KeyAt(createdAtMs)}{_newId():N}"[..32];
    }

    private static string KeyAt(long ms) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(ms, 0):D15}-");
}
