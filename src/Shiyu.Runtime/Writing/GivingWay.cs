namespace Shiyu.Runtime.Writing;

/// <summary>For work in the background: while customers' own events wait to be decided it waits, too, but not for ever.</summary>
internal sealed class GivingWay(IntakeLedger ledger)
{
    private const int WaitingMax = 1_000;
    private const int TimesMax = 100;

    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(10);

    /// <summary>To be called now and then, every few milliseconds of work.</summary>
    public void Give(CancellationToken stop)
    {
        for (var i = 0; i < TimesMax && ledger.Status is var status && status.Accepted - status.Folded > WaitingMax && !stop.IsCancellationRequested; i++)
            stop.WaitHandle.WaitOne(s_wait);
    }
}
