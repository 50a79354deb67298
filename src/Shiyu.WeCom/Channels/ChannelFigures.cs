namespace Shiyu.WeCom.Channels;

/// <summary>Rates from counts.</summary>
internal static class ChannelFigures
{
    /// <param name="days">One day, or several to sum up.</param>
    /// <param name="nowMs">A day's adds count as kept for so long once all of them have had that long.</param>
    public static ChannelFiguresView Of(string? label, IReadOnlyList<(long Day, ChannelDay Figures)> days, Roster roster, long nowMs)
    {
        int Sum(Func<ChannelDay, int> of) => days.Sum(day => of(day.Figures));
        var (adds, requests, accepted) = (Sum(day => day.Adds), Sum(day => day.Requests), Sum(day => day.Accepted));
        return new ChannelFiguresView(
            label, adds, requests, accepted, adds > 0 ? (double)(adds - requests + accepted) / adds : null,
            accepted > 0 ? days.Sum(day => day.Figures.WaitedMs) / 1_000.0 / accepted : null,
            Kept(1, day => day.Lost1), Kept(7, day => day.Lost7), Kept(30, day => day.Lost30), Sum(day => day.Lost), Sum(day => day.Buyers), Sum(day => day.Orders),
            days.Sum(day => day.Figures.Revenue));

        KeptView Kept(int after, Func<ChannelDay, int> lost)
        {
            var ripe = days.Where(day => roster.StartOf(day.Day + 1 + after) <= nowMs).ToList();
            var of = ripe.Sum(day => day.Figures.Adds);
            return new KeptView(of, of - ripe.Sum(day => lost(day.Figures)));
        }
    }
}
