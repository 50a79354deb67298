namespace Shiyu.Engine.Definitions;

/// <summary>Through which of the customer's friends among the members an SOP's direct messages go.</summary>
/// <param name="Member">Only for <see cref="SenderKind.Named"/>: the member's WeCom userid.</param>
public readonly record struct SenderChoice(SenderKind Kind, string? Member)
{
    /// <summary>How it is written, for refusals.</summary>
    public const string Form = "'newest', 'last_talked', 'owner' or { member: USERID }";

    public static readonly SenderChoice Newest = new(SenderKind.Newest, null);
}

/// <summary>Each kind but a named member falls back on the newest friend.</summary>
public enum SenderKind : byte
{
    /// <summary>Whose friendship began last.</summary>
    Newest,

    /// <summary>Who exchanged a message with the customer last.</summary>
    LastTalked,

    /// <summary>Whom the attribute <c>owner</c> names; without one, whose friendship is the oldest.</summary>
    Owner,

    /// <summary>The member whom the SOP names, and nobody else.</summary>
    Named,
}
