namespace Shiyu.Runtime.Intake;

/// <summary>Names that mean something to the engine itself: no outside source may state them.</summary>
public static class ReservedNames
{
    /// <summary>
    /// <c>delivery.…</c> facts are Shiyu's own word on what it sent and are taken from nobody. <c>tag.set</c> and <c>tag.unset</c> change tags: an
    /// administrator may send them, the holder of a write key (which stands in web pages for anyone to read) may not.
    /// </summary>
    public static bool IsReserved(string name, bool fromAdministrator) =>
        name.StartsWith("delivery.", StringComparison.Ordinal) || (!fromAdministrator && name is ("tag.set" or "tag.unset"));
}
