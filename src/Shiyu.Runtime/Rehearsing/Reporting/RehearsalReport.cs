using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.Runtime.Rehearsing.Reporting;

// What a rehearsal found, as the CLI writes it and the API answers it. Days are calendar days of the workspace's zone, and only those with something to tell
// are listed. Every number can be followed to its customers, see FigureQuery.

/// <summary>Two sets of definitions on the same stretch of the past.</summary>
public sealed record RehearsalComparison(RehearsalReport First, RehearsalReport Second);

/// <summary>What definitions would have done on a stretch of the past.</summary>
/// <param name="From">ISO 8601 in the workspace's zone; null from the beginning on.</param>
/// <param name="To">Null to the end of the recording.</param>
/// <param name="Events">Events taken, those before the stretch included.</param>
/// <param name="Reached">Customers who would have got a message.</param>
/// <param name="AdvisorTasks">Tasks for advisors.</param>
/// <param name="Exits">Runs that ended before they were over: by their goal, an exit, a lost trigger, a deleted friendship or do-not-disturb.</param>
/// <param name="SavedMessages">Messages that lay ahead of those runs, on the way with the fewest, and were not sent.</param>
public sealed record RehearsalReport(
    string? From, string? To, string TimeZone, long Events, long Customers, long Entries, long HeldOut, long Messages, long Reached, long AdvisorTasks,
    long Exits, long SavedMessages, IReadOnlyList<ReportDay> Days, IReadOnlyList<ReportedSop> Sops, ReportedMembers Members, ReportedPacking Packing,
    IReadOnlyList<ReportedCap> Caps, IReadOnlyList<ReportedConflict> Conflicts);

/// <param name="Day">YYYY-MM-DD.</param>
/// <param name="WeComTasks">Mass-message tasks that members would have confirmed.</param>
public sealed record ReportDay(string Day, long Entries, long Messages, long WeComTasks);

/// <param name="Customers">Customers who entered.</param>
/// <param name="Ended">Runs that ended, by reason.</param>
/// <param name="Forgotten">Triggers that started nothing, by reason.</param>
public sealed record ReportedSop(
    string Sop, string? Title, long Entries, long HeldOut, long Customers, long Messages, long AdvisorTasks, IReadOnlyDictionary<string, long> Ended,
    long Exits, long SavedMessages, IReadOnlyDictionary<string, long> Forgotten, IReadOnlyList<ReportDay> Days, IReadOnlyList<ReportedStep> Steps);

/// <param name="Outcomes">By <c>outcome</c>, and <c>outcome:reason</c> where there is a reason.</param>
public sealed record ReportedStep(string Step, string? Title, IReadOnlyDictionary<string, long> Outcomes);

/// <param name="WithoutSender">Direct messages to customers who are nobody's friend: they would be dropped at hand-over.</param>
public sealed record ReportedMembers(IReadOnlyList<ReportedMember> Items, long WithoutSender);

/// <param name="BusiestDay">The day with the most messages.</param>
public sealed record ReportedMember(
    string Member, long Messages, long WeComTasks, string BusiestDay, long BusiestDayMessages, long BusiestDayTasks, IReadOnlyList<ReportedMemberDay> Days);

public sealed record ReportedMemberDay(string Day, long Messages, long WeComTasks);

/// <summary>Direct messages in WeCom's tasks: same member, same content, same slot.</summary>
/// <param name="TasksWithoutVariables">How many there would be if no text had personal variables; the difference is what the variables cost.</param>
public sealed record ReportedPacking(int SlotSeconds, long Messages, long Tasks, long TasksWithoutVariables, IReadOnlyList<ReportedMaterial> Materials);

/// <param name="Variables">The variables in its text, in order.</param>
public sealed record ReportedMaterial(string Material, IReadOnlyList<string> Variables, long Messages, long Tasks, long TasksWithoutVariables);

/// <summary>Messages that a budget, quiet hours or another message kept back.</summary>
/// <param name="Reason">As on a delivery: <c>cap:day</c>, <c>quota:month</c>, <c>quiet_hours</c>, <c>lost_to</c> …</param>
public sealed record ReportedCap(string Sop, string Reason, long Deferred, long Dropped, long Customers);

/// <summary>Two SOPs in each other's way.</summary>
/// <param name="Overlaps">Entries into the one while a run of the other was going.</param>
/// <param name="Lost">How often a message of the first lost its slot to one of the other.</param>
/// <param name="LostByOther">The other way round.</param>
public sealed record ReportedConflict(string Sop, string Other, long Overlaps, long OverlapCustomers, long Lost, long LostByOther, long LostCustomers);

[JsonSerializable(typeof(RehearsalReport))]
[JsonSerializable(typeof(RehearsalComparison))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files: Chinese stays readable.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
