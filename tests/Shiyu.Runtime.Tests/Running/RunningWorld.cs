using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shiyu.Engine;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Time;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>A runtime on a folder of its own, with a clock that moves only when told to.</summary>
public sealed class RunningWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shiyu-test-");
    private long _checkpointEveryFacts = 500_000;
    private int _id;

    private RunningWorld() { }

    public string Folder => _folder.FullName;

    /// <summary>What the runtime decided, in its order; read it while nothing is under way.</summary>
    internal List<(string Customer, Effect Effect)> Decided { get; } = [];

    public FakeTimeProvider Wall { get; private init; } = new(Start);

    public ShiyuRuntime Runtime { get; private set; } = null!;

    public static Task<RunningWorld> OpenAsync(params (string Path, string Yaml)[] definitions) => OpenAsync(new FakeTimeProvider(Start), definitions);

    public static async Task<RunningWorld> OpenAsync(FakeTimeProvider wall, params (string Path, string Yaml)[] definitions)
    {
        var world = new RunningWorld { Wall = wall };
        await world.StartAsync();
        if (definitions.Length > 0) await world.ApplyAsync(definitions);
        return world;
    }

    /// <summary>Writes states all the time, so that a crash finds some of them old and some new.</summary>
    public static async Task<RunningWorld> OpenCheckpointingAsync(int everyFacts, params (string Path, string Yaml)[] definitions)
    {
        var world = new RunningWorld { _checkpointEveryFacts = everyFacts };
        await world.StartAsync();
        await world.ApplyAsync(definitions);
        return world;
    }

    /// <summary>What a start finds after a crash at this moment: the files as they stand, opened by a second runtime.</summary>
    /// <param name="change">Done to the folder of files before that.</param>
    public async Task<RunningWorld> CrashedAsync(Action<string>? change = null)
    {
        var crashed = new RunningWorld { _checkpointEveryFacts = _checkpointEveryFacts };
        crashed.Wall.Advance(Wall.GetUtcNow() - crashed.Wall.GetUtcNow());
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(crashed.Folder, Path.GetRelativePath(Folder, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!file.Name.Contains("lock", StringComparison.Ordinal)) file.CopyTo(copy);
        }
        change?.Invoke(crashed.Folder);
        await crashed.StartAsync();
        return crashed;
    }

    public async Task ApplyAsync(params (string Path, string Yaml)[] definitions)
    {
        var applied = await Runtime.ApplyAsync(definitions.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Yaml)));
        Assert.True(applied.Applied, string.Join('\n', applied.Refusals));
    }

    public async Task RestartAsync(Action? between = null)
    {
        await Runtime.DisposeAsync();
        between?.Invoke();
        await StartAsync();
    }

    private async Task StartAsync() => Runtime = await ShiyuRuntime.OpenAsync(
        new RuntimeOptions { DataFolder = Folder, Wall = Wall, Clock = last => BusinessClock.Real(Wall, last), CheckpointEveryFacts = _checkpointEveryFacts, BackfillNearRows = 1, Decided = Note }, CancellationToken.None);

    private void Note(string customer, IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects) Decided.Add((customer, effect));
    }

    /// <summary>Takes one event now and waits until it is decided on.</summary>
    public Task<IntakeResult> HappensAsync(string name, string identities, string properties = "{}", string attributes = "{}", DateTimeOffset? at = null, string? id = null) =>
        TakeAsync(Event(name, identities, properties, attributes, at, id));

    public async Task<IntakeResult> TakeAsync(params IncomingEvent[] events)
    {
        var result = await Runtime.AcceptAsync(new IntakeBatch("test", events));
        await SettleAsync();
        return result;
    }

    public IncomingEvent Event(string name, string identities, string properties = "{}", string attributes = "{}", DateTimeOffset? at = null, string? id = null)
    {
        var head = "{\"properties\":";
        var middle = ",\"attributes\":";
        var payload = Encoding.UTF8.GetBytes(head + properties + middle + attributes + "}");
        return new IncomingEvent
        {
            Id = id ?? $"e{++_id}",
            Name = name,
            OccurredAtMs = (at ?? Wall.GetUtcNow()).ToUnixTimeMilliseconds(),
            Identities = [.. identities.Split(' ').Select(Parse)],
            Payload = payload,
            Properties = (head.Length, Encoding.UTF8.GetByteCount(properties)),
            Attributes = (head.Length + Encoding.UTF8.GetByteCount(properties) + middle.Length, Encoding.UTF8.GetByteCount(attributes)),
        };
    }

    /// <summary>Moves both clocks and waits until every wake-up that came due has been taken.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Wall.Advance(time);
        await Runtime.OverviewAsync();
        // The writer takes things in order: once this is written, so is what the fold handed out before.
        await Runtime.PutDocumentsAsync([]);
    }

    public async Task SettleAsync()
    {
        while (Runtime.Status is var status && status.Folded != status.Accepted) await Task.Yield();
        await Runtime.OverviewAsync();
    }

    public async Task<CustomerDetail> CustomerAsync(string identity)
    {
        var found = await Runtime.CustomersAsync(identity, null, null, null, 1);
        return (await Runtime.CustomerAsync(Assert.Single(found.Items).Id))!;
    }

    public async Task<string[]> TagsAsync(string identity) => [.. (await CustomerAsync(identity)).Tags.Select(tag => tag.Tag)];

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(string identity) =>
        (await Runtime.TimelineAsync((await CustomerAsync(identity)).Id, null, null, 500))!.Items;

    /// <summary>Everything that is known of everybody, as text: for comparing two ways to the same state.</summary>
    public async Task<string> PictureAsync()
    {
        var text = new StringBuilder();
        foreach (var summary in (await Runtime.CustomersAsync(null, null, null, null, 500)).Items)
            text.AppendLine(JsonSerializer.Serialize(await Runtime.CustomerAsync(summary.Id)));
        text.AppendLine(JsonSerializer.Serialize(await Runtime.SopsAsync()));
        text.AppendLine(JsonSerializer.Serialize(await Runtime.TagsAsync()));
        text.AppendLine(JsonSerializer.Serialize((await Runtime.DeliveriesAsync(null, null, null, null, null, 500)).Items));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Identity Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new Identity(IdentityKinds.Parse(text.AsSpan(0, colon))!.Value, text[(colon + 1)..]);
    }
}
