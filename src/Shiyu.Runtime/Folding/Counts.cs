using Shiyu.Engine;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Folding;

/// <summary>The names of the durable counts. They are stored: never change them.</summary>
internal static class Counts
{
    public const string Accepted = "intake/accepted";
    public const string Folded = "intake/folded";
    public const string Rejected = "intake/rejected";
    public const string Customers = "customers";
    public const string TagMoves = "tag_moves";

    public static string Event(string name) => $"event/{name}";

    /// <summary>Customers who have the tag now.</summary>
    public static string Tag(TagName tag) => $"tag/{tag}";

    public static string Started(string sop) => $"sop/{sop}/started";

    public static string Ended(string sop, string reason) => $"sop/{sop}/ended/{reason}";

    public static string Forgotten(string sop, string reason) => $"sop/{sop}/forgotten/{reason}";

    /// <summary>Existing customers of one letting-in by what became of them.</summary>
    /// <param name="outcome"><c>taken</c>, or why no run started; empty for all of them.</param>
    public static string LetIn(string sop, string number, string outcome) => $"existing/{sop}/{number}/{outcome}";

    /// <param name="outcome"><c>sent</c>, or <c>skipped:late</c> where there is a reason.</param>
    public static string Step(string sop, string step, string outcome) => $"sop/{sop}/step/{step}/{outcome}";

    /// <summary>Messages of a step that are in a delivery state now.</summary>
    public static string Delivery(string sop, string step, string state) => $"sop/{sop}/delivery/{step}/{state}";

    public static string Deliveries(string state) => $"delivery/{state}";
}

/// <summary>What is counted in the fold, by names that cost nothing until they are written.</summary>
internal readonly record struct CountKey(CountKind Kind, string A, string B, byte X, byte Y)
{
    public static CountKey Event(string name) => new(CountKind.Event, name, "", 0, 0);
    public static CountKey Tag(TagName tag) => new(CountKind.Tag, tag.Group, tag.Tag, 0, 0);
    public static CountKey Started(string sop) => new(CountKind.Started, sop, "", 0, 0);
    public static CountKey Ended(string sop, EndReason reason) => new(CountKind.Ended, sop, "", (byte)reason, 0);
    public static CountKey Forgotten(string sop, ForgottenReason reason) => new(CountKind.Forgotten, sop, "", (byte)reason, 0);

    public static CountKey Step(string sop, string step, StepOutcome outcome, StepReason? reason) =>
        new(CountKind.Step, sop, step, (byte)outcome, reason is { } r ? (byte)(r + 1) : (byte)0);

    /// <param name="refused">Null when a run started.</param>
    public static CountKey LetIn(string sop, string number, ForgottenReason? refused) =>
        new(CountKind.LetIn, sop, number, refused is { } reason ? (byte)(reason + 1) : (byte)0, 0);

    /// <summary>How a wait or branch went on; counted with the step's outcomes.</summary>
    public static CountKey Path(string sop, string step, PathReason reason) => new(CountKind.Path, sop, step, (byte)reason, 0);

    public static readonly CountKey Customers = new(CountKind.Customers, "", "", 0, 0);
    public static readonly CountKey TagMoves = new(CountKind.TagMoves, "", "", 0, 0);

    public string Name => Kind switch
    {
        CountKind.Customers => Counts.Customers,
        CountKind.TagMoves => Counts.TagMoves,
        CountKind.Event => Counts.Event(A),
        CountKind.Tag => Counts.Tag(new TagName(A, B)),
        CountKind.Started => Counts.Started(A),
        CountKind.Ended => Counts.Ended(A, Words.Of((EndReason)X)),
        CountKind.Forgotten => Counts.Forgotten(A, Words.Of((ForgottenReason)X)),
        CountKind.Step => Counts.Step(A, B, Y == 0 ? Words.Of((StepOutcome)X) : $"{Words.Of((StepOutcome)X)}:{Words.Of((StepReason)(Y - 1))}"),
        CountKind.LetIn => Counts.LetIn(A, B, X == 0 ? "taken" : Words.Of((ForgottenReason)(X - 1))),
        CountKind.Path => Counts.Step(A, B, Words.Of((PathReason)X)),
    };
}

internal enum CountKind : byte { Customers, TagMoves, Event, Tag, Started, Ended, Forgotten, Step, Path, LetIn }
