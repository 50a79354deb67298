using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.WeCom.Hosting;

/// <summary>The runtime, as WeCom sees it.</summary>
internal sealed class RuntimeHost(ShiyuRuntime runtime) : IWeComHost
{
    // One runtime is one workspace; its number stands in every row.
    private const int Workspace = 1;
    private const int PageMax = 500;

    public BusinessClock Clock => runtime.Clock;

    public TimeProvider Wall { get; } = new SteadyTime(runtime.Wall);

    public DefinitionSet Definitions => runtime.Definitions;

    public ZoneTable Zone => runtime.Zone;

    public LogPage ReadLog(long after, IReadOnlySet<string> names) => runtime.ReadLog(after, names);

    public Task WaitForLogAsync(long after, CancellationToken stop) => runtime.WaitForLogAsync(after, stop);

    public long DayStartMs(long atMs) => runtime.DayStartMs(atMs);

    public long ClockTimeMs(long atMs, int minute) => runtime.ClockTimeMs(atMs, minute);

    public Task<IntakeResult> AcceptAsync(IntakeBatch batch) => runtime.AcceptAsync(batch);

    public byte[]? Document(string collection, string key) => runtime.Document(collection, key);

    public IReadOnlyList<Record> Documents(string collection, string after = "", int limit = 500) =>
        [.. runtime.Documents(collection, after, limit).Select(document => new Record(document.Collection, document.Key, document.Value))];

    public Task PutAsync(IReadOnlyList<Record> records) => runtime.PutDocumentsAsync(Rows(records));

    public RenderedMaterial? Render(string material, IReadOnlyDictionary<string, JsonElement> attributes) =>
        runtime.Deliveries.Render(material, attributes);

    public Task WaitForPlannedAsync(CancellationToken stop) => runtime.Deliveries.WaitForPlannedAsync(stop);

    public IReadOnlyList<Delivery> Planned(int limit) => runtime.Deliveries.Planned("direct", limit);

    public IReadOnlyList<Delivery> OfTask(string task)
    {
        var all = new List<Delivery>();
        for (long? before = null; ; before = all[^1].Sequence)
        {
            var page = runtime.Deliveries.Find(new DeliveryQuery(Task: task, Before: before, Limit: PageMax));
            all.AddRange(page);
            if (page.Count < PageMax) return all;
        }
    }

    public Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned) => InPartsAsync(planned, runtime.Deliveries.CheckAsync);

    public Task<IReadOnlyList<ReadyMessage>> LookAsync(IReadOnlyList<Delivery> deliveries) => InPartsAsync(deliveries, runtime.Deliveries.LookAsync);

    public Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<Delivery> handedOver, Func<Delivery, long> seen) => runtime.Standing.AskAsync(handedOver, seen);

    public Task WaitForTasksAsync(CancellationToken stop) => runtime.Deliveries.WaitForTasksAsync(stop);

    public IReadOnlyList<Delivery> OpenTasks() => runtime.Deliveries.OpenTasks();

    public Task<IReadOnlyList<Delivery>> ChangeOpenTasksAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Record>> records) =>
        runtime.ChangeOpenTasksAsync(changed, open => Rows(records(open)));

    public string TimeText(long atMs) => runtime.TimeText(atMs);

    public Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Record> records) => runtime.Deliveries.ChangeAsync(changed, Rows(records));

    private static async Task<IReadOnlyList<ReadyMessage>> InPartsAsync(
        IReadOnlyList<Delivery> deliveries, Func<IReadOnlyList<Delivery>, Task<IReadOnlyList<ReadyMessage>>> ask)
    {
        // The fold answers, and folds nothing meanwhile: in pieces, so that a large slot does not hold up the events.
        var ready = new List<ReadyMessage>(deliveries.Count);
        foreach (var part in deliveries.Chunk(PageMax)) ready.AddRange(await ask(part).ConfigureAwait(false));
        return ready;
    }

    private static Document[] Rows(IReadOnlyList<Record> records) =>
        [.. records.Select(record => new Document(Workspace, record.Collection, record.Key, record.Value))];
}
