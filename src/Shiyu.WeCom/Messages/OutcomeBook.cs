using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Final fates become events. They are written down in the same transaction as the delivery's state and taken into the log after it, so that a crash
/// between the two loses none; the events' ids make a second telling harmless.
/// </summary>
internal sealed class OutcomeBook(IWeComHost host)
{
    private const string Collection = "wecom.outcome";
    private const int PerRecord = 500;
    private readonly SemaphoreSlim _one = new(1);

    public static IEnumerable<Record> Records(string task, IReadOnlyList<Outcome> outcomes) =>
        outcomes.Chunk(PerRecord).Select(chunk => new Record(Collection, $"{task}-{chunk[0].Delivery}",
            JsonSerializer.SerializeToUtf8Bytes([.. chunk], MessageJson.Default.ListOutcome)));

    /// <summary>Takes what is written down into the log.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            foreach (var record in host.All(Collection).ToList())
            {
                var outcomes = JsonSerializer.Deserialize(record.Value, MessageJson.Default.ListOutcome)!;
                await host.TakeAsync([.. outcomes.Select(outcome => outcome.ToEvent())], stop).ConfigureAwait(false);
                await host.PutAsync([record with { Value = null }]).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
