using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.WeCom.Hosting;

/// <summary>What WeCom needs of the runtime, and no more, so that its rules are tested without a store.</summary>
public interface IWeComHost
{
    /// <summary>Business time: events, slots, results.</summary>
    BusinessClock Clock { get; }

    /// <summary>Wall time: requests, tokens, limits, the welcome's 20 seconds. It passes steadily, also when the machine's clock is set.</summary>
    TimeProvider Wall { get; }

    DefinitionSet Definitions { get; }

    /// <summary>The workspace's time zone.</summary>
    ZoneTable Zone { get; }

    /// <summary>When the calendar day of an instant began in the workspace's zone, Unix ms.</summary>
    long DayStartMs(long atMs);

    /// <summary>The instant of a clock time (minutes since midnight) on the calendar day of an instant, in the workspace's zone, Unix ms.</summary>
    long ClockTimeMs(long atMs, int minute);

    /// <summary>Durable when completed. Throws <see cref="IntakeBusyException"/> when nothing was taken.</summary>
    Task<IntakeResult> AcceptAsync(IntakeBatch batch);

    byte[]? Document(string collection, string key);

    /// <summary>By key (ordinal), those with <c>key &gt; after</c>.</summary>
    IReadOnlyList<Record> Documents(string collection, string after = "", int limit = 500);

    /// <summary>Durable when completed; all or nothing.</summary>
    Task PutAsync(IReadOnlyList<Record> records);

    /// <summary>Null when there is no such material.</summary>
    RenderedMaterial? Render(string material, IReadOnlyDictionary<string, JsonElement> attributes);

    /// <summary>The next stretch of the log after a position: events of these names, and merges.</summary>
    LogPage ReadLog(long after, IReadOnlySet<string> names);

    /// <summary>Completes once the log holds more than that position.</summary>
    Task WaitForLogAsync(long after, CancellationToken stop);

    Task WaitForPlannedAsync(CancellationToken stop);

    /// <summary>Planned direct messages, oldest first.</summary>
    IReadOnlyList<Delivery> Planned(int limit);

    /// <summary>Every delivery of a task.</summary>
    IReadOnlyList<Delivery> OfTask(string task);

    /// <summary>Law 6: those that may go now.</summary>
    Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned);

    /// <summary>The same, and nothing is written about the others: no time passes between the answer and what is done with it.</summary>
    Task<IReadOnlyList<ReadyMessage>> LookAsync(IReadOnlyList<Delivery> deliveries);

    /// <summary>How it stands with what was handed over, for those whose customer was folded since <paramref name="seen"/>; see <see cref="StandingDesk"/>.</summary>
    Task<IReadOnlyList<Standing>> StandingAsync(IReadOnlyList<Delivery> handedOver, Func<Delivery, long> seen);

    /// <summary>Completes when advisors have been given something to do since the last call.</summary>
    Task WaitForTasksAsync(CancellationToken stop);

    /// <summary>Everything that advisors have yet to do, oldest first.</summary>
    IReadOnlyList<Delivery> OpenTasks();

    /// <summary>Changes tasks that are still open, with records in the same transaction; those that were finished meanwhile are left out.</summary>
    Task<IReadOnlyList<Delivery>> ChangeOpenTasksAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Record>> records);

    /// <summary>ISO 8601 in the workspace's zone.</summary>
    string TimeText(long atMs);

    /// <summary>Deliveries and records in one transaction; durable when completed.</summary>
    Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Record> records);
}

/// <summary>A small durable record of this workspace.</summary>
/// <param name="Value">Null deletes.</param>
public readonly record struct Record(string Collection, string Key, byte[]? Value);
