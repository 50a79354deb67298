namespace Shiyu.Sandbox.Town;

/// <summary>A way of being a customer. Rates are a business day's; chances 0 to 1.</summary>
/// <param name="Share">Of those who arrive.</param>
/// <param name="Visits">Mean visits to the mini-shop a day.</param>
/// <param name="Cart">A visit ends with something in the cart.</param>
/// <param name="PaysAtOnce">A filled cart is paid within minutes.</param>
/// <param name="RepeatDays">Mean days from one order to the wish for the next.</param>
/// <param name="Reply">Answers a message that fits.</param>
/// <param name="Patience">Annoyance at which the member is deleted; a fitting message costs 0.1, one that does not 0.7.</param>
/// <param name="GoesQuiet">After a visit there is no further one of their own accord.</param>
internal sealed record Persona(
    string Name, double Share, double Visits, double Cart, double PaysAtOnce, double RepeatDays, double Reply, double Patience, double GoesQuiet,
    string? Favourite = null)
{
    public static readonly IReadOnlyList<Persona> All =
    [
        new("尝鲜", 0.34, 1.1, 0.34, 0.34, 3.0, 0.32, 2.4, 0.25),
        new("老茶客", 0.18, 1.4, 0.45, 0.55, 1.8, 0.38, 3.5, 0.06),
        new("送礼", 0.14, 0.9, 0.45, 0.45, 6.0, 0.28, 2.0, 0.30, "礼盒"),
        new("凑热闹", 0.24, 0.6, 0.08, 0.12, 8.0, 0.08, 2.2, 0.75),
        new("怕打扰", 0.10, 0.7, 0.25, 0.35, 5.0, 0.08, 0.75, 0.30),
    ];

    public static Persona Draw(Chance chance)
    {
        var at = chance.Next();
        foreach (var persona in All)
            if ((at -= persona.Share) < 0)
                return persona;
        return All[^1];
    }
}
