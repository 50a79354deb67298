using System.Text.Json;
using Shiyu.Engine;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Folding;

namespace Shiyu.Runtime.Learning;

/// <summary>
/// What came of the messages that one customer received: read off the customer's history, folded again. A message counts once its time is over: the SOP's window
/// from the run's entry on (without one, <c>within</c> from the message on), and <c>within</c> for deletions. Counting earlier would count those that convert
/// at once and leave out those that may yet.
/// </summary>
internal sealed class CustomerOutcomes
{
    private readonly Plan _plan;
    private readonly CustomerState _state;
    private readonly IReadOnlyList<Replayed> _replayed;
    private readonly Duration _within;
    private readonly Dictionary<(RunId, string), Effect.StepDecided> _sent = [];
    private readonly Dictionary<RunId, Effect.RunStarted> _started = [];
    private readonly Dictionary<RunId, Effect.RunEnded> _ended = [];
    private readonly List<Instant> _deletions = [];
    private readonly List<Received> _received = [];

    /// <param name="within">For how long after a message a deletion is put down to it.</param>
    public CustomerOutcomes(Plan plan, CustomerState state, IReadOnlyList<Replayed> replayed, Duration within)
    {
        (_plan, _state, _replayed, _within) = (plan, state, replayed, within);
        var told = new HashSet<(RunId, string)>();
        foreach (var entry in replayed)
        {
            switch (entry)
            {
                case { Effect: Effect.RunStarted started }:
                    _started[started.Run] = started;
                    break;
                case { Effect: Effect.RunEnded ended }:
                    _ended[ended.Run] = ended;
                    break;
                case { Effect: Effect.StepDecided { Outcome: StepOutcome.Sent, Step.Act: StepAct.Send } sent }:
                    _sent[(sent.Run, sent.Step.Id)] = sent;
                    break;
                case { Event.Fact: { Name: "contact.deleted_by_customer" } deleted }:
                    _deletions.Add(deleted.OccurredAt);
                    break;
                case { Event.Fact: { Name: DeliveredMessage.EventName } fact }:
                    if (DeliveredMessage.Of(fact) is { } message && _sent.TryGetValue((message.Run, message.Step), out var step) && told.Add((message.Run, message.Step)))
                        _received.Add(new Received(step, fact.OccurredAt));
                    break;
            }
        }
        // Of one instant in order of arrival.
        _received = [.. _received.OrderBy(message => message.At.UnixMs)];
    }

    public void AddTo(Dictionary<MessageKey, OutcomeCounts> counts, Instant now)
    {
        var deleted = Attribution.Of(Times(_received), _deletions, _within);
        var converted = _received.GroupBy(message => message.Step.Run).SelectMany(Converted).ToHashSet();
        for (var i = 0; i < _received.Count; i++)
        {
            var (step, at) = _received[i];
            if (now < Over(_received[i]) || now < at + _within) continue;
            var key = new MessageKey(step.Sop, ((StepAct.Send)step.Step.Act).MaterialOf(step.Arm), step.Segment!);
            counts[key] = counts.GetValueOrDefault(key) + new OutcomeCounts(1, converted.Contains(_received[i]) ? 1 : 0, deleted[i] ? 1 : 0);
        }
    }

    /// <summary>Of the messages of one run: the last one before the goal.</summary>
    private IEnumerable<Received> Converted(IGrouping<RunId, Received> run)
    {
        var messages = run.ToList();
        if (GoalOf(run.Key, messages[0].Step.Sop) is not { } goal) return [];
        var caused = Attribution.Of(Times(messages), [goal], new Duration(long.MaxValue));
        return messages.Where((message, i) => caused[i] && goal <= Over(message));
    }

    private Instant? GoalOf(RunId run, string sop) => _ended.GetValueOrDefault(run) switch
    {
        { Reason: EndReason.Goal } ended => ended.At,
        { Reason: EndReason.Completed } => CustomerFold.GoalMetAt(_plan, _state, sop, LaterEvents.After(run, _replayed)),
        _ => null,
    };

    /// <summary>Until when a conversion is put down to it.</summary>
    private Instant Over(Received message) =>
        _plan.Definitions.Sops.FirstOrDefault(sop => sop.Name == message.Step.Sop)?.Window is { } window && _started.TryGetValue(message.Step.Run, out var started)
            ? started.At + window
            : message.At + _within;

    private static Instant[] Times(List<Received> messages) => [.. messages.Select(message => message.At)];

    private sealed record Received(Effect.StepDecided Step, Instant At);
}

/// <summary>The event that says that a message of a run was delivered.</summary>
/// <param name="Material">Null in events of before it was told.</param>
internal sealed record DeliveredMessage(string Sop, RunId Run, string Step, string? Material)
{
    public const string EventName = "message.delivered";

    /// <summary>Null when it is about no run (a welcome).</summary>
    public static DeliveredMessage? Of(EventFact fact)
    {
        if (fact.Properties.IsEmpty) return null;
        using var json = JsonDocument.Parse(fact.Properties);
        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return Text("sop") is { } sop && Text("run") is { } run && DeliveryIds.Parse(run) is { } id && Text("step") is { } step
            ? new DeliveredMessage(sop, new RunId(id), step, Text("material"))
            : null;
    }
}
