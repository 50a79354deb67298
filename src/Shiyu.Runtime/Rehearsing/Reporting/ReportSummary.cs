using System.Globalization;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>A report for a terminal: what matters most, a line each.</summary>
internal static class ReportSummary
{
    private const int ListedMax = 12;

    public static void Write(TextWriter output, RehearsalReport report) => Write(output, [report]);

    /// <summary>Side by side, with what the second has more or less.</summary>
    public static void Write(TextWriter output, RehearsalComparison comparison) => Write(output, [comparison.First, comparison.Second]);

    private static void Write(TextWriter output, RehearsalReport[] reports)
    {
        var sops = reports.SelectMany(report => report.Sops).Select(sop => sop.Sop).Distinct().Order(StringComparer.Ordinal).ToList();
        if (reports.Length > 1) Line(output, "", ["first", "second", "difference"]);
        Numbers("Entries", report => report.Entries);
        Numbers("  held out", report => report.HeldOut);
        Numbers("Messages", report => report.Messages);
        Numbers("  customers reached", report => report.Reached);
        Numbers("  most on one day", report => report.Days.Count == 0 ? 0 : report.Days.Max(day => day.Messages));
        Numbers("  nobody to send them", report => report.Members.WithoutSender);
        Numbers("WeCom tasks", report => report.Packing.Tasks);
        Numbers("  if no text had variables", report => report.Packing.TasksWithoutVariables);
        Numbers("  most for a member on a day", report => report.Members.Items.Count == 0 ? 0 : report.Members.Items.SelectMany(member => member.Days).Max(day => day.WeComTasks));
        Numbers("Tasks for advisors", report => report.AdvisorTasks);
        Numbers("Exits before the end", report => report.Exits);
        Numbers("  messages they saved", report => report.SavedMessages);
        Numbers("Messages deferred", report => report.Caps.Sum(cap => cap.Deferred));
        Numbers("Messages dropped", report => report.Caps.Sum(cap => cap.Dropped));

        Table("SOP", ["entries", "messages", "exits", "saved"], sops, (report, name) => report.Sops.FirstOrDefault(sop => sop.Sop == name) is { } sop
            ? [sop.Entries, sop.Messages, sop.Exits, sop.SavedMessages] : null);
        Table("Kept back", ["deferred", "dropped", "customers"], Keys(report => report.Caps.Select(cap => $"{cap.Sop} {cap.Reason}")), (report, name) =>
            report.Caps.FirstOrDefault(cap => $"{cap.Sop} {cap.Reason}" == name) is { } cap ? [cap.Deferred, cap.Dropped, cap.Customers] : null);
        Table("In each other's way", ["overlaps", "customers", "slots lost"], Keys(report => report.Conflicts.Select(conflict => $"{conflict.Sop} / {conflict.Other}")), (report, name) =>
            report.Conflicts.FirstOrDefault(conflict => $"{conflict.Sop} / {conflict.Other}" == name) is { } conflict
                ? [conflict.Overlaps, conflict.OverlapCustomers, conflict.Lost + conflict.LostByOther] : null);
        Table("Member", ["messages", "tasks", "busiest day"], Keys(report => report.Members.Items.Select(member => member.Member)), (report, name) =>
            report.Members.Items.FirstOrDefault(member => member.Member == name) is { } member ? [member.Messages, member.WeComTasks, member.BusiestDayMessages] : null);
        Table("Material", ["messages", "tasks", "no variables"], Keys(report => report.Packing.Materials.Select(material => material.Material)), (report, name) =>
            report.Packing.Materials.FirstOrDefault(material => material.Material == name) is { } material
                ? [material.Messages, material.Tasks, material.TasksWithoutVariables] : null);

        List<string> Keys(Func<RehearsalReport, IEnumerable<string>> of) => [.. reports.SelectMany(of).Distinct().Order(StringComparer.Ordinal)];

        void Numbers(string title, Func<RehearsalReport, long> number)
        {
            var numbers = reports.Select(number).ToArray();
            Line(output, title, numbers.Length == 1 ? [Text(numbers[0])] : [Text(numbers[0]), Text(numbers[1]), Difference(numbers[1] - numbers[0])]);
        }

        void Table(string title, string[] columns, List<string> names, Func<RehearsalReport, string, long[]?> row)
        {
            // What counted nothing anywhere says nothing.
            names = names.FindAll(name => reports.Any(report => row(report, name)?.Any(number => number != 0) == true));
            if (names.Count == 0) return;
            output.WriteLine();
            Line(output, title, columns);
            foreach (var name in names.Take(ListedMax))
            {
                var rows = reports.Select(report => row(report, name) ?? new long[columns.Length]).ToArray();
                Line(output, $"  {name}", [.. columns.Select((_, i) => string.Join(" → ", rows.Select(numbers => Text(numbers[i]))))]);
            }
            if (names.Count > ListedMax) output.WriteLine($"  … and {names.Count - ListedMax} more; --report FILE lists all");
        }
    }

    private static void Line(TextWriter output, string title, IEnumerable<string> columns) =>
        output.WriteLine($"{title,-34}{string.Concat(columns.Select(column => $"{column,18}"))}".TrimEnd());

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Difference(long number) => number == 0 ? "=" : number.ToString("+#,0;-#,0", CultureInfo.InvariantCulture);
}
