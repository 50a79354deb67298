using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Existing;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>Turns the engine's effects into what becomes durable: deliveries and counts.</summary>
internal sealed class FoldEffects(Tally tally, long lastDeliverySequence)
{
    private long _sequence = lastDeliverySequence;

    public List<Delivery> Deliveries { get; private set; } = [];

    public List<Delivery> TakeDeliveries()
    {
        var taken = Deliveries;
        Deliveries = [];
        return taken;
    }

    public void Take(CustomerRecord record, List<Effect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.TagEntered entered:
                    tally.Add(CountKey.Tag(entered.Tag));
                    tally.Add(CountKey.TagMoves);
                    break;
                case Effect.TagLeft left:
                    tally.Add(CountKey.Tag(left.Tag), -1);
                    tally.Add(CountKey.TagMoves);
                    break;
                case Effect.RunStarted started:
                    tally.Add(CountKey.Started(started.Sop));
                    break;
                case Effect.RunEnded ended:
                    tally.Add(CountKey.Ended(ended.Sop, ended.Reason));
                    break;
                case Effect.TriggerForgotten forgotten:
                    tally.Add(CountKey.Forgotten(forgotten.Sop, forgotten.Reason));
                    break;
                case Effect.PathTaken { Reason: not PathReason.Waiting } path:
                    tally.Add(CountKey.Path(path.Sop, path.Step.Id, path.Reason));
                    break;
                case Effect.StepDecided step:
                    tally.Add(CountKey.Step(step.Sop, step.Step.Id, step.Outcome, step.Reason));
                    if (ToDelivery(record, step) is { } delivery) Deliveries.Add(delivery);
                    break;
            }
        }
    }

    /// <summary>
    /// Counts what became of an existing customer's turn. The first decision about the SOP is about this event: what a step hands over comes in a later pass of
    /// the instant.
    /// </summary>
    public void TakeLetIn(EventFact fact, List<Effect> effects)
    {
        if (LetInEvent.Read(fact) is not var (sop, number)) return;
        var cause = Cause.Event(fact.Id);
        foreach (var effect in effects)
        {
            ForgottenReason? refused = null;
            if (effect is Effect.TriggerForgotten forgotten && forgotten.Sop == sop && forgotten.Cause == cause) refused = forgotten.Reason;
            else if (effect is not Effect.RunStarted started || started.Sop != sop || started.Cause != cause) continue;
            tally.Add(CountKey.LetIn(sop, number, refused));
            return;
        }
    }

    /// <summary>Messages are listed whatever became of them; other acts only when they are to be carried out.</summary>
    private Delivery? ToDelivery(CustomerRecord record, Effect.StepDecided step)
    {
        (string Kind, string Touchpoint, string Content)? act = step.Step.Act switch
        {
            StepAct.Send send => ("message", send.Touchpoint, send.MaterialOf(step.Arm)),
            StepAct.AdvisorTask task => ("task", "", task.Text),
            StepAct.Invite invite => ("invite", invite.Group, ""),
            StepAct.Remove remove => ("remove", remove.Group, ""),
            StepAct.Call call => ("call", call.Webhook, call.BodyJson ?? ""),
            _ => null,
        };
        // A deferred message becomes a delivery when it is decided; until then its run says what it waits for.
        if (act is not var (kind, touchpoint, content) || step.Outcome == StepOutcome.Deferred) return null;
        var state = step.Outcome switch
        {
            StepOutcome.Sent or StepOutcome.Deferred => DeliveryState.Planned,
            StepOutcome.Skipped => DeliveryState.Skipped,
            StepOutcome.Dropped => DeliveryState.Dropped,
            StepOutcome.Holdout => DeliveryState.Skipped,
        };
        if (state != DeliveryState.Planned && kind != "message") return null;
        return new Delivery
        {
            Sequence = ++_sequence,
            Id = DeliveryIds.Of(step.Run, step.Step.Id),
            Shard = CustomerNumber.ShardOf(record.Id),
            Workspace = ShiyuRuntime.Workspace,
            Customer = record.Id,
            Sop = step.Sop,
            Run = step.Run.Value,
            Step = step.Step.Id,
            Kind = kind,
            Touchpoint = touchpoint,
            Content = content,
            State = state,
            Reason = step.ReasonText,
            PlannedAtMs = step.At.UnixMs,
            DueAtMs = DueAt(step).UnixMs,
            ExpiresAtMs = step.ExpiresAt.UnixMs,
            UpdatedAtMs = step.At.UnixMs,
            PlannedPosition = record.FoldedThrough,
            Decision = StoredDecision.Of(step)?.Write(),
        };
    }

    /// <summary>A message is due at its step's time. What an advisor has to do is given then, and due later: without `due`, by when its step expires.</summary>
    private static Instant DueAt(Effect.StepDecided step) => step.Step.Act switch
    {
        StepAct.AdvisorTask { Due: { } within } => step.At + within,
        StepAct.AdvisorTask or StepAct.Invite or StepAct.Remove => step.ExpiresAt,
        _ => step.DueAt,
    };
}

/// <summary>A delivery's id is derived from its run and step: a refold produces the same.</summary>
internal static class DeliveryIds
{
    public static UInt128 Of(RunId run, string step)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"delivery|{run}|{step}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Null when the text is no id.</summary>
    public static UInt128? Parse(string text) =>
        text.Length == 32 && UInt128.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    public static string ToText(UInt128 id) => id.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
