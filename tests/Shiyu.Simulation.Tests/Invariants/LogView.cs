using System.Text.Json;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>The log as it was committed, by customer, with merges followed: what a customer's history is at any position.</summary>
internal sealed class LogView
{
    private readonly Dictionary<long, List<Seen>> _own = [];
    private readonly Dictionary<long, List<(long Loser, long At)>> _taken = [];
    private readonly Dictionary<long, (long Survivor, long At)> _mergedInto = [];
    private readonly Dictionary<(string Source, string Id), int> _times = [];

    public long Events { get; private set; }

    public long Merges { get; private set; }

    public int TimesOf(string source, string id) => _times.GetValueOrDefault((source, id));

    /// <returns>The event in the row; null where it holds something else.</returns>
    public Seen? Take(LogRow row)
    {
        switch (LogBody.KindOf(row))
        {
            case LogKind.Event:
                var logged = LogBody.ReadEvent(row);
                Events++;
                _times[(logged.Source, logged.Fact.Id)] = TimesOf(logged.Source, logged.Fact.Id) + 1;
                if (!_own.TryGetValue(row.Customer, out var own)) _own[row.Customer] = own = [];
                own.Add(new Seen(row.Position, row.DecidedAtMs, row.OccurredAtMs, logged.Fact.Name, Json(logged.Fact.Properties), Json(logged.Fact.Attributes), logged.Fact));
                return own[^1];
            case LogKind.Merge:
                var loser = LogBody.ReadLink(row).Customer;
                Merges++;
                if (!_taken.TryGetValue(row.Customer, out var taken)) _taken[row.Customer] = taken = [];
                taken.Add((loser, row.Position));
                _mergedInto[loser] = (row.Customer, row.Position);
                break;
        }
        return null;
    }

    /// <summary>The customer that this one has become by a position.</summary>
    public long Survivor(long customer, long through) =>
        _mergedInto.TryGetValue(customer, out var into) && into.At <= through ? Survivor(into.Survivor, through) : customer;

    /// <summary>The customer and all who have become it by a position.</summary>
    public IEnumerable<long> Persons(long customer, long through) =>
        _taken.GetValueOrDefault(customer, []).Where(taken => taken.At <= through).SelectMany(taken => Persons(taken.Loser, taken.At)).Prepend(customer);

    /// <summary>Everything that belongs to the customer by a position, in order of arrival.</summary>
    public List<Seen> Of(long customer, long through) =>
        [.. Persons(customer, through).SelectMany(person => _own.GetValueOrDefault(person, [])).Where(seen => seen.Position <= through).OrderBy(seen => seen.Position)];

    /// <summary>What came to the customer, or to whom it has become, after a position.</summary>
    public IEnumerable<Seen> After(long customer, long after, long through)
    {
        foreach (var seen in _own.GetValueOrDefault(customer, []))
            if (seen.Position > after && seen.Position <= through) yield return seen;
        if (!_mergedInto.TryGetValue(customer, out var into) || into.At > through) yield break;
        foreach (var seen in After(into.Survivor, Math.Max(after, into.At), through)) yield return seen;
    }

    private static JsonElement? Json(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        using var json = JsonDocument.Parse(bytes);
        return json.RootElement.Clone();
    }
}

/// <summary>An event of the log.</summary>
internal sealed record Seen(
    long Position, long DecidedAtMs, long OccurredAtMs, string Name, JsonElement? Properties, JsonElement? Attributes, Shiyu.Engine.Facts.EventFact Fact)
{
    public string? Text(string property) =>
        Properties is { } properties && properties.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
