using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Rehearsing.Reporting;

// What a report adds up while decisions come.

internal sealed class DayTally
{
    public long Entries { get; set; }
    public long Messages { get; set; }
    public long Tasks { get; set; }
    public long WithoutVariables { get; set; }

    public ReportDay View(string day) => new(day, Entries, Messages, Tasks);
}

internal sealed class SopTally
{
    /// <summary>As in force last.</summary>
    public SopDefinition? Definition { get; set; }
    public MessagesAhead? Ahead { get; set; }
    public long Entries { get; set; }
    public long HeldOut { get; set; }
    public long Messages { get; set; }
    public long AdvisorTasks { get; set; }
    public long Exits { get; set; }
    public long Saved { get; set; }
    public CustomerSet Customers { get; } = new();
    public SortedDictionary<int, DayTally> Days { get; } = [];
    public SortedDictionary<string, long> Ended { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, long> Forgotten { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, SortedDictionary<string, long>> Steps { get; } = new(StringComparer.Ordinal);

    public ReportedSop View(string name, Func<int, string> day) => new(
        name, Definition!.Title, Entries, HeldOut, Customers.Count, Messages, AdvisorTasks, Ended, Exits, Saved, Forgotten,
        [.. Days.Select(one => one.Value.View(day(one.Key)))],
        [.. Definition.Steps.Where(step => !step.Act.IsFork).Select(step => new ReportedStep(
            step.Id, step.Title, Steps.GetValueOrDefault(step.Id) ?? []))]);
}

internal sealed class CapTally
{
    public long Deferred { get; set; }
    public long Dropped { get; set; }
    public CustomerSet Customers { get; } = new();
}

internal sealed class ConflictTally
{
    public long Overlaps { get; set; }
    public CustomerSet Overlapping { get; } = new();
    public long Lost { get; set; }
    public long LostByOther { get; set; }
    public CustomerSet Losing { get; } = new();

    public ReportedConflict View(string sop, string other) => new(sop, other, Overlaps, Overlapping.Count, Lost, LostByOther, Losing.Count);
}
