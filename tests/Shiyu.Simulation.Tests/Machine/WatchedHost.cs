using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Store;
using Shiyu.WeCom.Hosting;
using Record = Shiyu.WeCom.Hosting.Record;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>The runtime as the WeCom parts see it; whoever judges is told of each hand-over right when it is begun.</summary>
internal sealed class WatchedHost(IWeComHost inner, Action<IReadOnlyList<Delivery>, IReadOnlyList<Record>> changing) : IWeComHost
{
    public BusinessClock Clock => inner.Clock;

    public TimeProvider Wall => inner.Wall;

    public DefinitionSet Definitions => inner.Definitions;

    public ZoneTable Zone => inner.Zone;

    public LogPage ReadLog(long after, IReadOnlySet<string> names) => inner.ReadLog(after, names);

    public Task WaitForLogAsync(long after, CancellationToken stop) => inner.WaitForLogAsync(after, stop);

    public long DayStartMs(long atMs) => inner.DayStartMs(atMs);

    public long ClockTimeMs(long atMs, int minute) => inner.ClockTimeMs(atMs, minute);

    public Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<Delivery> handedOver, Func<Delivery, long> seen) => inner.StandingAsync(handedOver, seen);

    public Task WaitForTasksAsync(CancellationToken stop) => inner.WaitForTasksAsync(stop);

    public IReadOnlyList<Delivery> OpenTasks() => inner.OpenTasks();

    public Task<IReadOnlyList<Delivery>> ChangeOpenTasksAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Record>> records) =>
        inner.ChangeOpenTasksAsync(changed, records);

    public string TimeText(long atMs) => inner.TimeText(atMs);

    public Task<IntakeResult> AcceptAsync(IntakeBatch batch) => inner.AcceptAsync(batch);

    public byte[]? Document(string collection, string key) => inner.Document(collection, key);

    public IReadOnlyList<Record> Documents(string collection, string after = "", int limit = 500) => inner.Documents(collection, after, limit);

    public Task PutAsync(IReadOnlyList<Record> records) => inner.PutAsync(records);

    public RenderedMaterial? Render(string material, IReadOnlyDictionary<string, JsonElement> attributes) => inner.Render(material, attributes);

    public Task WaitForPlannedAsync(CancellationToken stop) => inner.WaitForPlannedAsync(stop);

    public IReadOnlyList<Delivery> Planned(int limit) => inner.Planned(limit);

    public IReadOnlyList<Delivery> OfTask(string task) => inner.OfTask(task);

    public Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned) => inner.CheckAsync(planned);

    public Task<IReadOnlyList<ReadyMessage>> LookAsync(IReadOnlyList<Delivery> deliveries) => inner.LookAsync(deliveries);

    public Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Record> records)
    {
        changing(changed, records);
        return inner.ChangeAsync(changed, records);
    }
}
