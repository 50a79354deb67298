using Shiyu.Engine.Sops;

namespace Shiyu.Runtime.Publishing;

/// <summary>The words of the API for what becomes of going runs.</summary>
public static class RunsWords
{
    /// <summary>For refusals.</summary>
    public const string Allowed = "pin (they finish on their version), migrate (they go on in the new one by step id) or drain (they finish, and nobody enters until then)";

    public static RunsChoice? Parse(string? word) => word switch
    {
        "pin" => RunsChoice.Pin,
        "migrate" => RunsChoice.Migrate,
        "drain" => RunsChoice.Drain,
        _ => null,
    };

    public static string Of(RunsChoice choice) => choice switch
    {
        RunsChoice.Pin => "pin",
        RunsChoice.Migrate => "migrate",
        RunsChoice.Drain => "drain",
    };
}
