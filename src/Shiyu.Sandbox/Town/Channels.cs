namespace Shiyu.Sandbox.Town;

/// <summary>How people come to an advisor. The state is what the contact way carries; a friend's recommendation carries none.</summary>
internal static class Channels
{
    private static readonly (string State, double Share)[] All = [("store-qr", 0.34), ("wx-article", 0.26), ("parcel-card", 0.22), ("", 0.18)];

    public static string Draw(Chance chance)
    {
        var at = chance.Next();
        foreach (var (state, share) in All)
            if ((at -= share) < 0)
                return state;
        return "";
    }
}
