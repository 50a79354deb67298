using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Queries;

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
    public DayTallies Days { get; } = new();
    public Dictionary<EndReason, long> Ended { get; } = [];
    public Dictionary<ForgottenReason, long> Forgotten { get; } = [];
    public Dictionary<(string Step, StepOutcome Outcome, StepReason? Reason), long> Steps { get; } = [];

    public ReportedSop View(string name, Func<int, string> day) => new(
        name, Definition!.Title, Entries, HeldOut, Customers.Count, Messages, AdvisorTasks, ByWord(Ended, Words.Of), Exits, Saved, ByWord(Forgotten, Words.Of),
        [.. Days.InOrder().Select(one => one.Tally.View(day(one.Day)))],
        [.. Definition.Steps.Where(step => !step.Act.IsFork).Select(step => new ReportedStep(
            step.Id, step.Title, ByWord(Steps.Where(count => count.Key.Step == step.Id), key => WordOf(key.Outcome, key.Reason))))]);

    private static string WordOf(StepOutcome outcome, StepReason? reason) =>
        reason is { } why ? $"{Words.Of(outcome)}:{Words.Of(why)}" : Words.Of(outcome);

    private static SortedDictionary<string, long> ByWord<TKey>(IEnumerable<KeyValuePair<TKey, long>> counts, Func<TKey, string> word)
        where TKey : notnull
    {
        var words = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, count) in counts) words[word(key)] = words.GetValueOrDefault(word(key)) + count;
        return words;
    }
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
