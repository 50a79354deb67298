using System.Globalization;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>Which of a report's decisions: those behind one of its numbers.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Day">YYYY-MM-DD.</param>
/// <param name="Other">The other SOP of a conflict, in either order.</param>
public sealed record FigureQuery(
    string Name, string? Sop = null, string? Day = null, string? Step = null, string? Member = null, string? Material = null, string? Outcome = null,
    string? Reason = null, string? Other = null)
{
    public static readonly IReadOnlyList<string> Names =
        ["entries", "held_out", "messages", "without_sender", "tasks", "steps", "caps", "exits", "saved", "ends", "forgotten", "overlaps", "lost"];

    private static readonly string[] s_narrows = ["sop", "day", "step", "member", "material", "outcome", "reason", "other"];

    /// <summary>What <see cref="Parse"/> reads, for refusals.</summary>
    public static string Allowed =>
        $"one of {string.Join(", ", Names)}; after it, with spaces between, what narrows it: {string.Join(", ", s_narrows.Select(narrow => $"{narrow}="))} (a day is YYYY-MM-DD)";

    /// <summary>A number of a report as a line, for example <c>messages sop=cart-nudge day=2026-03-01</c>.</summary>
    /// <returns>Null where the text is no such line.</returns>
    public static FigureQuery? Parse(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var name, .. var narrows] || !Names.Contains(name)) return null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var narrow in narrows)
            if (narrow.Split('=', 2) is not [var key, var value] || !s_narrows.Contains(key) || !given.TryAdd(key, value)) return null;
        var day = given.GetValueOrDefault("day");
        if (day is not null && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return null;
        return new FigureQuery(
            name, given.GetValueOrDefault("sop"), day, given.GetValueOrDefault("step"), given.GetValueOrDefault("member"), given.GetValueOrDefault("material"),
            given.GetValueOrDefault("outcome"), given.GetValueOrDefault("reason"), given.GetValueOrDefault("other"));
    }

    private readonly int? _day = Day is null
        ? null
        : DateOnly.ParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    internal bool Matches(in Figure figure) =>
        IsOf(figure) && (_day is null || figure.Day == _day) && Is(Step, figure.Step) && Is(Member, figure.Member) && Is(Material, figure.Material)
        && Is(Outcome, figure.Outcome) && Is(Reason, figure.Reason)
        && (Other is null ? Is(Sop, figure.Sop) : (figure.Sop == Sop && figure.Other == Other) || (figure.Sop == Other && figure.Other == Sop));

    private bool IsOf(in Figure figure) => Name switch
    {
        "entries" => figure.Kind == FigureKind.Entry,
        "held_out" => figure is { Kind: FigureKind.Entry, Outcome: "holdout" },
        "messages" => figure is { Kind: FigureKind.Message, Outcome: "sent" },
        "without_sender" => figure is { Kind: FigureKind.Message, Outcome: "sent", Member: "" },
        "tasks" => figure.Kind == FigureKind.Task,
        "steps" => figure.Kind is FigureKind.Message or FigureKind.Task or FigureKind.Step,
        "caps" => figure is { Kind: FigureKind.Message, Outcome: "deferred" or "dropped" },
        "exits" => figure is { Kind: FigureKind.End, Outcome: "early" },
        "saved" => figure is { Kind: FigureKind.End, Saved: > 0 },
        "ends" => figure.Kind == FigureKind.End,
        "forgotten" => figure.Kind == FigureKind.Forgotten,
        "overlaps" => figure.Kind == FigureKind.Overlap,
        "lost" => figure.Kind == FigureKind.Lost,
        _ => false,
    };

    private static bool Is(string? asked, string? value) => asked is null || asked == value;
}
