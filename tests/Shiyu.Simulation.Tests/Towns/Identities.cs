namespace Shiyu.Simulation.Tests.Towns;

/// <summary>What a person of the town goes by. Every other one is known to WeCom by a union id, too.</summary>
internal static class Identities
{
    public static string ExternalOf(int person) => $"wm{person}";

    public static string UserOf(int person) => $"shop{person}";

    /// <summary>A phone, a tablet: anonymous until somebody signs in.</summary>
    public static string DeviceOf(int person, int device) => $"device{person}-{device}";

    public static string? UnionOf(string external) => int.Parse(external[2..], System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 ? $"union{external[2..]}" : null;
}
