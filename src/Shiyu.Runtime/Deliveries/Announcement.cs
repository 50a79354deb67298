namespace Shiyu.Runtime.Deliveries;

/// <summary>Tells one listener that there is something to look at; set at first, so that what an earlier start left is found.</summary>
internal sealed class Announcement
{
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Announcement() => _set.SetResult();

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>Completes when it was set since the last call.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        await Volatile.Read(ref _set).Task.WaitAsync(stop);
        Volatile.Write(ref _set, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
