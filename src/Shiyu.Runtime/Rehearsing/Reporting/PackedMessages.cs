using System.Runtime.InteropServices;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>
/// Counts the tasks that direct messages are packed into: same member, same content, same slot. Messages come in order of time, so that one slot at a time is held.
/// </summary>
internal sealed class PackedMessages(long slotMs, int customersMax, Action<PackedTasks> packed)
{
    private readonly Dictionary<(string Member, UInt128 Content), (string Material, int Messages)> _contents = [];
    private readonly Dictionary<(string Member, UInt128 Template), (string Material, int Messages)> _templates = [];
    private long _slot = long.MinValue;
    private int _day;

    public void Add(long atMs, int day, string member, string material, PackedContent content)
    {
        // A message waits for the end of the slot in which it is planned.
        var slot = Math.DivRem(atMs, slotMs).Quotient;
        if (slot != _slot || day != _day)
        {
            Close();
            (_slot, _day) = (slot, day);
        }
        Count(_contents, (member, content.Rendered), material);
        Count(_templates, (member, content.Template), material);
    }

    /// <summary>No more messages come in the present slot.</summary>
    public void Close()
    {
        foreach (var ((member, _), (material, messages)) in _contents) packed(new PackedTasks(_day, member, material, TasksOf(messages), 0));
        foreach (var ((member, _), (material, messages)) in _templates) packed(new PackedTasks(_day, member, material, 0, TasksOf(messages)));
        _contents.Clear();
        _templates.Clear();
    }

    private int TasksOf(int messages) => (messages + customersMax - 1) / customersMax;

    private static void Count<TKey>(Dictionary<TKey, (string, int)> counts, TKey key, string material)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count = (material, count.Item2 + 1);
    }
}

/// <summary>Tasks of one member with one content in one slot.</summary>
/// <param name="WithoutVariables">The same where texts are packed before their variables are filled.</param>
internal readonly record struct PackedTasks(int Day, string Member, string Material, int Tasks, int WithoutVariables);

/// <summary>What a message says, as hashes: filled for its customer, and as written. The same where there is nothing to fill.</summary>
internal readonly record struct PackedContent(UInt128 Rendered, UInt128 Template);
