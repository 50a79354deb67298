using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Folding;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>What a replay says of one SOP: the run in question, what was decided for it, and the last trigger that started nothing.</summary>
/// <param name="run">The run that is going or ended last; null when there was none.</param>
internal sealed class RunStory(string sop, RunId? run, IReadOnlyList<Replayed> replayed, ZoneTable zone)
{
    public static readonly RunStandView NotEntered =
        new("not_entered", null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public ForgottenView? Forgotten => Effects<Effect.TriggerForgotten>().LastOrDefault(forgotten => forgotten.Sop == sop) is { } last
        ? new ForgottenView(ViewText.Time(zone, last.At), Words.Of(last.Reason), last.Cause.ToString())
        : null;

    public IReadOnlyList<DecisionView> Decisions =>
    [
        .. Effects<Effect>().Select(effect => effect switch
        {
            Effect.StepDecided step when step.Run == run => OfStep(step),
            Effect.PathTaken path when path.Run == run => OfPath(path),
            _ => null,
        }).OfType<DecisionView>(),
    ];

    public RunStandView Going(GoingRun going, Instant? pausedSince)
    {
        var deferral = going.DeferredUntil is null ? null : Effects<Effect.StepDecided>().LastOrDefault(step => step.Run == run);
        return NotEntered with
        {
            State = "going",
            Id = going.Run.ToString(),
            StartedAt = ViewText.Time(zone, going.StartedAt),
            Cause = going.Cause.ToString(),
            HeldOut = going.HeldOut,
            NextStep = going.Next?.Id,
            NextStepTitle = going.Next?.Title,
            NextAt = Time(going.NextAt),
            WaitsFor = going.Next is null ? null : pausedSince is not null ? "resumption" : going.DeferredUntil is not null ? "slot" : going.WaitingSince is not null ? "event" : "time",
            WaitsSince = Time(pausedSince ?? deferral?.At ?? going.WaitingSince),
            DeferredFor = deferral?.ReasonText,
            WindowEnds = Time(going.WindowEnds),
        };
    }

    public RunStandView Ended(EndedRun ended)
    {
        var started = Effects<Effect.RunStarted>().LastOrDefault(start => start.Run == run);
        return NotEntered with
        {
            State = "ended",
            Id = ended.Run.ToString(),
            StartedAt = Time(started?.At),
            Cause = started?.Cause.ToString(),
            EndedAt = ViewText.Time(zone, ended.At),
            EndReason = Words.Of(ended.Reason),
            EndCause = Effects<Effect.RunEnded>().LastOrDefault(end => end.Run == run)?.Cause.ToString(),
        };
    }

    private DecisionView OfStep(Effect.StepDecided step) => new(
        ViewText.Time(zone, step.At), step.Step.Id, step.Step.Title, StepText.Of(step.Step.Act).Act, Words.Of(step.Outcome), step.ReasonText,
        Time(step.Until), ViewText.Time(zone, step.DueAt), ViewText.Time(zone, step.ExpiresAt), step.ArmName, null, step.Cause.ToString());

    private DecisionView OfPath(Effect.PathTaken path) => new(
        ViewText.Time(zone, path.At), path.Step.Id, path.Step.Title, StepText.Of(path.Step.Act).Act, Words.Of(path.Reason), null, null, null, null, null,
        path.Next, path.Cause.ToString());

    private IEnumerable<T> Effects<T>() where T : Effect => replayed.Select(entry => entry.Effect).OfType<T>();

    private string? Time(Instant? at) => at is { } instant ? ViewText.Time(zone, instant) : null;
}
