using System.Globalization;
using System.Text.Json;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Learning;

namespace Shiyu.Runtime.Queries;

/// <summary>SOPs with what came of them so far. Counts are exact: they are written with the decisions that they count.</summary>
internal sealed class SopQueries(FoldLoop fold, PlanLibrary plans)
{
    public Task<IReadOnlyList<SopSummary>> ListAsync() => fold.AskAsync<IReadOnlyList<SopSummary>>(() =>
    {
        var version = plans.Newest;
        return [.. version.Plan.Definitions.Sops.Select(sop =>
        {
            var pause = SopPauseView.Of(sop.Name, version);
            return new SopSummary(
                sop.Name, sop.Title, TriggerText(sop.Trigger), sop.Goal is not null, sop.Steps.Length, Running(sop.Name), Started(sop.Name), Ended(sop.Name), Outcomes(sop),
                pause.Paused, pause.PausedSince, version.Ledger.Numbers[sop.Name]);
        })];
    });

    public Task<SopDetail?> ShowAsync(string name)
    {
        var version = plans.Newest;
        if (version.Plan.Definitions.Sops.FirstOrDefault(s => s.Name == name) is not { } sop) return Task.FromResult<SopDetail?>(null);
        // Read before the fold is asked: it need not wait while files are parsed.
        var written = DefinitionReader.Find(version.Files, "sop", name);
        var pause = SopPauseView.Of(name, version);
        var learned = LearnedView.Of(version, name);
        return fold.AskAsync<SopDetail?>(() =>
        {
            var waiting = Waiting(name);
            return new SopDetail(
                sop.Name, sop.Title, TriggerText(sop.Trigger), Json(written, "trigger"), Text(written, "when"), Json(written, "when"), Text(written, "exit"),
                Json(written, "exit"), Text(written, "goal"), Json(written, "goal"), sop.Window is { } window ? ViewText.Length(window) : null, sop.Stay,
                ReentryText(sop.Reentry), ViewText.Length(sop.Lateness), sop.Class.ToString().ToLowerInvariant(), sop.Priority,
                sop.Anchor is SopAnchor.Entry ? null : Text(written, "anchor"), sop.Holdout.Parts > 0 ? sop.Holdout.ToString() : null, Running(name), Started(name), Ended(name),
                pause.Paused, pause.PausedSince, version.Ledger.Numbers[sop.Name], sop.Margin, learned.At, learned.Enough, SenderText(sop.Sender),
                [.. sop.Steps.Select((step, index) => Step(version, learned, sop, step, WrittenStep(index), waiting.GetValueOrDefault(step.Id)))]);
        });

        TreeNode.Mapping? WrittenStep(int index) =>
            Part(written, "steps") is TreeNode.Sequence steps && index < steps.Items.Length ? steps.Items[index] as TreeNode.Mapping : null;
    }

    public IReadOnlyList<AudienceView> Audiences()
    {
        var version = plans.Newest;
        return [.. version.Plan.Definitions.Audiences.Values.Select(audience => new AudienceView(
            audience.Name, audience.Title, Json(DefinitionReader.Find(version.Files, "audience", audience.Name), "when") ?? default))];
    }

    private static string SenderText(SenderChoice sender) => sender.Kind switch
    {
        SenderKind.Newest => "newest",
        SenderKind.LastTalked => "last_talked",
        SenderKind.Owner => "owner",
        SenderKind.Named => $"member:{sender.Member}",
    };

    private StepView Step(PlanVersion version, LearnedView learned, SopDefinition sop, StepDefinition step, TreeNode.Mapping? written, long waiting)
    {
        var (act, content) = StepText.Of(step.Act);
        var send = step.Act as StepAct.Send;
        return new StepView(
            step.Id, step.Title, StepText.Of(step.At), act, send?.Touchpoint, content,
            send is null ? null : version.Plan.Definitions.Materials.GetValueOrDefault(send.Materials[0])?.Text, Text(written, "when"), Json(written, "when"),
            step.LateSend ? "send" : "skip", step.Expires is { } expires ? ViewText.Length(expires) : null, step.End, waiting, Under($"sop/{sop.Name}/step/{step.Id}/"),
            Under($"sop/{sop.Name}/delivery/{step.Id}/"), StepWays.Of(sop, step, written), Arms(version, sop, step), step.Learns,
            send is null ? [] : [.. learned.Messages.Where(message => send.Materials.Contains(message.Material))],
            GuardrailStopView.OfStep(version, sop.Name, step));
    }

    private static StepArm[] Arms(PlanVersion version, SopDefinition sop, StepDefinition step) =>
    [
        .. step.Split.Select((arm, i) =>
        {
            var content = (step.Act as StepAct.Send)?.MaterialOf(i);
            return new StepArm(
                arm.Name, arm.Share.ToString(), content, content is null ? null : version.Plan.Definitions.Materials.GetValueOrDefault(content)?.Text,
                LearnedShares(version, sop, step, i));
        }),
    ];

    private static ArmShare[] LearnedShares(PlanVersion version, SopDefinition sop, StepDefinition step, int arm) => !step.Learns ? [] :
    [
        .. Learner.Segments(version.Plan.Definitions).Select(segment => new ArmShare(
            segment, LearnedMessageView.SegmentTitleOf(version.Plan.Definitions, segment),
            (double)version.Values.ArmsOf(sop.Name, step, segment)[arm].Share.Parts / Share.Whole)),
    ];

    internal static TreeNode? Part(TreeNode.Mapping? written, string key) => written?.Entries.FirstOrDefault(entry => entry.Key == key).Value;

    internal static string? Text(TreeNode.Mapping? written, string key) => Part(written, key) is { } node ? TreeText.Print(node) : null;

    internal static JsonElement? Json(TreeNode.Mapping? written, string key) => Part(written, key) is { } node ? TreeJson.Of(node) : null;

    private Dictionary<string, long> Waiting(string sop)
    {
        var waiting = new Dictionary<string, long>(StringComparer.Ordinal);
        if (Running(sop) == 0) return waiting;
        foreach (var record in fold.Records)
        {
            if (record is not { IsLive: true }) continue;
            foreach (var run in record.State!.Runs(plans.At(record.PlanPosition).Plan))
                if (run.Sop == sop && run.NextStep is { } step) waiting[step] = waiting.GetValueOrDefault(step) + 1;
        }
        return waiting;
    }

    private long Started(string sop) => fold.Tally.Total(Counts.Started(sop));

    private long Running(string sop) => Started(sop) - Ended(sop).Values.Sum();

    private SortedDictionary<string, long> Ended(string sop) => Under($"sop/{sop}/ended/");

    private SortedDictionary<string, long> Outcomes(SopDefinition sop)
    {
        var outcomes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var step in sop.Steps)
            foreach (var (outcome, n) in Under($"sop/{sop.Name}/step/{step.Id}/"))
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + n;
        return outcomes;
    }

    private SortedDictionary<string, long> Under(string prefix) => new(
        fold.Tally.Totals
            .Where(count => count.Value != 0 && count.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(count => count.Key[prefix.Length..], count => count.Value, StringComparer.Ordinal),
        StringComparer.Ordinal);

    private static string TriggerText(SopTrigger trigger) => trigger switch
    {
        SopTrigger.EntersTag tag => $"tag: {tag.Tag}",
        SopTrigger.Occurs occurs => $"event: {occurs.Event.Name}",
        SopTrigger.JoinsAudience audience => $"audience: {audience.Audience}",
        SopTrigger.OnDate { Cohort: { } cohort } => $"cohort: {cohort}",
        SopTrigger.OnDate { Date: { } date } => $"date: {date}",
        SopTrigger.Manual => "manual",
        _ => throw new InvalidOperationException($"Unknown trigger {trigger.GetType().Name}."),
    };

    private static string ReentryText(Reentry reentry) => reentry.Kind switch
    {
        ReentryKind.Never => "never",
        ReentryKind.Always => "always",
        ReentryKind.After => string.Create(CultureInfo.InvariantCulture, $"after {ViewText.Length(reentry.After)}"),
    };
}
