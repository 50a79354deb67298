namespace Shiyu.Runtime.Intake;

/// <summary>Names that mean something to the engine itself: no outside source may state them.</summary>
public static class ReservedNames
{
    /// <summary>
    /// <c>delivery.…</c> facts are Shiyu's own word on what it sent, <c>sop.let_in</c> on whom it lets into an SOP: both are taken from nobody. What people do by hand — setting tags, starting a run,
    /// finishing a task — an administrator may send; the holder of a write key (which stands in web pages for anyone to read) may not.
    /// </summary>
    public static bool IsReserved(string name, bool fromAdministrator) =>
        name.StartsWith("delivery.", StringComparison.Ordinal) || name == LetIn || (!fromAdministrator && IsByHand(name));

    internal const string LetIn = "sop.let_in";

    /// <summary>Whether an event of this name is a person's act.</summary>
    internal static bool IsByHand(string name) => name is "tag.set" or "tag.unset" or "sop.start" or "task.done";
}
