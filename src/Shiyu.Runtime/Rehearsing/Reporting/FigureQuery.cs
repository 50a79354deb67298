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
