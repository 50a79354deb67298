namespace Shiyu.Sandbox.Town;

/// <summary>
/// Those who bought before the town opens, in the two sales two and three months earlier: what they bought runs out these days. The shop's
/// old orders come in at the opening with the times they had; the people add an advisor in the hours after it, by the card in their parcel.
/// </summary>
internal static class OldCustomers
{
    public const int Count = 24;

    /// <summary>Days before the opening; within the first days of the town 60 and 90 days are over.</summary>
    private static readonly (double From, double To)[] Sales = [(56.2, 59.4), (86.2, 89.4)];

    /// <summary>Each with the time of the old order, oldest first.</summary>
    public static IReadOnlyList<(Townsperson Person, DateTimeOffset OrderedAt)> Draw(Func<Townsperson> draw, DateTimeOffset opening) =>
    [
        .. Enumerable.Range(0, Count)
            .Select(number =>
            {
                var person = draw();
                var (from, to) = Sales[number % Sales.Length];
                // They still have tea: what brings them into the shop is a message, not a wish of their own.
                person.Quiet = true;
                return (Person: person, OrderedAt: opening - person.Chance.Minutes(from * 24 * 60, to * 24 * 60));
            })
            .OrderBy(old => old.OrderedAt),
    ];
}
