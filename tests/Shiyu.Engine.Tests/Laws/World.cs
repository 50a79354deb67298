using System.Globalization;
using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>Definitions, events and what a rehearsal of them tells. Times are written as on the wall in Shanghai, in 2026.</summary>
internal sealed class World
{
    public static readonly ZoneTable Shanghai = new("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);

    private readonly List<(string Customer, EventFact Fact)> _events = [];

    private World(DefinitionSet definitions, bool requireContact)
    {
        Definitions = definitions;
        Plan = Plan.Compile(definitions, Shanghai, requireContact);
    }

    public DefinitionSet Definitions { get; }
    public Plan Plan { get; }
    public IReadOnlyList<(string Customer, EventFact Fact)> Events => _events;

    public static World Of(params string[] definitions) => new(Parse(definitions), requireContact: false);

    public static World WithContactsRequired(params string[] definitions) => new(Parse(definitions), requireContact: true);

    public static DefinitionSet Parse(params string[] definitions)
    {
        var parsed = DefinitionParser.Parse([.. definitions.Select((text, i) => new DefinitionFile($"{i}.yaml", Flow.Read(text)))]);
        Assert.True(parsed.Refusals.IsEmpty, string.Join('\n', parsed.Refusals));
        return parsed.Set!;
    }

    /// <param name="at"><c>03-01 12:00[:SS[.fff]]</c>.</param>
    public static Instant Time(string at)
    {
        var local = DateTime.ParseExact(
            $"2026-{at}",
            ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff"],
            CultureInfo.InvariantCulture);
        return Instant.From(new DateTimeOffset(local, TimeSpan.FromHours(8)));
    }

    public static string Shown(Instant at)
    {
        var local = at.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8));
        return local.ToString(
            local.Millisecond > 0 ? "MM-dd HH:mm:ss.fff" : local.Second > 0 ? "MM-dd HH:mm:ss" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    public static EventFact Fact(string at, string id, string name, string properties = "", string attributes = "", long arrival = 0) => new()
    {
        Id = id,
        Name = name,
        OccurredAt = Time(at),
        Arrival = arrival,
        Properties = Encoding.UTF8.GetBytes(properties.Replace('\'', '"')),
        Attributes = Encoding.UTF8.GetBytes(attributes.Replace('\'', '"')),
    };

    /// <param name="properties">JSON with single quotes.</param>
    /// <param name="line">Where it stands in the file; null after those before it.</param>
    public World Event(
        string at, string id, string name, string properties = "", string attributes = "", string customer = "u", int? line = null)
    {
        _events.Add((customer, Fact(at, id, name, properties, attributes, line ?? _events.Count + 1)));
        return this;
    }

    /// <summary>What a rehearsal up to <paramref name="to"/> decides, one line a decision; without it the clock stops after the last event.</summary>
    public string[] Decisions(string? to = null)
    {
        var told = new List<string>();
        var several = _events.Select(e => e.Customer).Distinct().Count() > 1;
        var rehearsal = new Shiyu.Engine.Rehearsal.Rehearsal(Plan, (customer, effect) =>
        {
            if (effect is not (Effect.TriggerForgotten or Effect.PathTaken)) told.Add((several ? customer.Name + " " : "") + Told(effect));
        });
        foreach (var (customer, fact) in _events) rehearsal.Take(customer, fact);
        rehearsal.Finish(to is null ? null : Time(to));
        return [.. told];
    }

    /// <summary>What a rehearsal up to <paramref name="to"/> decides.</summary>
    public List<Effect> Effects(string to)
    {
        var decided = new List<Effect>();
        var rehearsal = new Shiyu.Engine.Rehearsal.Rehearsal(Plan, (_, effect) => decided.Add(effect));
        foreach (var (customer, fact) in _events) rehearsal.Take(customer, fact);
        rehearsal.Finish(Time(to));
        return decided;
    }

    public static string Told(Effect effect) => effect switch
    {
        Effect.TagEntered e => $"{Shown(e.At)} +{e.Tag} {e.Cause}",
        Effect.TagLeft e => $"{Shown(e.At)} -{e.Tag} {e.Cause}",
        Effect.RunStarted e => $"{Shown(e.At)} start {e.Sop}",
        Effect.StepDecided e => $"{Shown(e.At)} {e.Sop}.{e.Step.Id} {Words.Of(e.Outcome)}{(e.ReasonText is { } reason ? " " + reason : "")}{(e.ArmName is { } arm ? " arm " + arm : "")}",
        Effect.RunMoved e => $"{Shown(e.At)} move {e.Sop} {e.From} → {e.To} {e.Next}",
        Effect.RunEnded e => $"{Shown(e.At)} end {e.Sop} {Words.Of(e.Reason)}",
        Effect.PathTaken e => $"{Shown(e.At)} {e.Sop}.{e.Step.Id} {Words.Of(e.Reason)} → {e.Next}",
        Effect.TriggerForgotten e => $"{Shown(e.At)} forgotten {e.Sop} {Words.Of(e.Reason)}",
        _ => throw new InvalidOperationException($"Unknown effect {effect}."),
    };

    /// <summary>With what stood behind the decision: the share of the arm that was drawn, and the contest for the slot.</summary>
    public static string ToldInFull(Effect effect) =>
        Told(effect) + (effect is Effect.StepDecided { Propensity: { } share } ? $" of {share}" : "") + ToldContest(effect);

    /// <summary>The contest that a message stood in; empty where it stood in none.</summary>
    public static string ToldContest(Effect effect) => effect is Effect.StepDecided { Contest: { } contest }
        ? $" ({(contest.WonBy is { } wonBy ? Words.Of(wonBy) : "nothing")}: {string.Join(", ", contest.Contenders.Select(Told))})"
        : "";

    private static string Told(Shiyu.Engine.Arbitration.RankedContender each) =>
        $"{each.Sop}/{each.Step}{Told(each.Value)} {Words.Of(each.Outcome)}{(each.ReasonText is { } reason ? " " + reason : "")}{(each.Until is { } until ? $" until {Shown(until)}" : "")}";

    private static string Told(Shiyu.Engine.Arbitration.MessageValue? value) =>
        value is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {value.Amount:R}{(value.Thin ? "?" : "")}");
}
