namespace Shiyu.Sandbox.WeCom;

/// <summary>
/// A business failure on its way to the envelope. An exception, against the house's habit, because it stays inside this folder: every
/// parameter check of every API can refuse, and <see cref="WeComGate"/> is the one place that answers.
/// </summary>
internal sealed class WeComRefusal(int errcode, string text) : Exception(text)
{
    public int Code { get; } = errcode;

    /// <summary>40058 names the parameter, as the platform does.</summary>
    public static WeComRefusal Parameter(string name, string allowed) => new(Errcode.InvalidParameter, $"invalid parameter: {name}; allowed: {allowed}");
}
