using Shiyu.Runtime.Intake;

namespace Shiyu.WeCom.Hosting;

internal static class HostExtensions
{
    /// <summary>Under which source WeCom's events stand in the log.</summary>
    public const string Source = "wecom";

    /// <summary>Waits while intake is busy: what WeCom told us is already kept, so waiting loses nothing.</summary>
    public static async Task TakeAsync(this IWeComHost host, IReadOnlyList<IncomingEvent> events, CancellationToken stop)
    {
        while (events.Count > 0)
        {
            try
            {
                await host.AcceptAsync(new IntakeBatch(Source, events)).ConfigureAwait(false);
                return;
            }
            catch (IntakeBusyException e)
            {
                await Task.Delay(e.RetryAfter, host.Wall, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>All records of a collection, page by page.</summary>
    public static IEnumerable<Record> All(this IWeComHost host, string collection, string after = "")
    {
        while (true)
        {
            var page = host.Documents(collection, after, 500);
            foreach (var record in page) yield return record;
            if (page.Count < 500) yield break;
            after = page[^1].Key;
        }
    }
}
