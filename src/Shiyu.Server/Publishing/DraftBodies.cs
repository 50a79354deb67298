using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Definitions;
using Shiyu.Server.Problems;
using Shiyu.Server.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shiyu.Server.Publishing;

/// <param name="Text">The file; left out where the draft removes the definition.</param>
/// <param name="BasedOn">The version that it was made from, 0 for none. Left out: as before, or the one in force.</param>
/// <param name="Remove">Publishing it takes the definition away.</param>
internal sealed record DraftBody(string? Text = null, int? BasedOn = null, bool? Remove = null);

/// <param name="Drafts">Each as <c>kind/name</c>; they are published together.</param>
/// <param name="Runs">What becomes of going runs, by SOP or under <c>*</c>: <c>pin</c>, <c>migrate</c> or <c>drain</c>.</param>
/// <param name="Note">For the list of versions.</param>
/// <param name="Anyway">Publishes also over versions that came in since a draft was made.</param>
internal sealed record DraftsToPublish(IReadOnlyList<string>? Drafts, IReadOnlyDictionary<string, string>? Runs = null, string? Note = null, bool? Anyway = null);

/// <summary>A definition that is being worked on.</summary>
/// <param name="Removes">Publishing it takes the definition away; then there is no text.</param>
/// <param name="BasedOn">The version that it was made from; 0 for a new definition.</param>
/// <param name="LiveVersion">The version in force; 0 where there is none.</param>
/// <param name="Outdated">Another version has been published since.</param>
/// <param name="By">Who saved it last.</param>
/// <param name="Refusals">Why it could not be published as it is, with everything in force beside it.</param>
internal sealed record DraftAnswer(
    string Kind, string Name, string Path, string Text, bool Removes, int BasedOn, int LiveVersion, bool Outdated, string SavedAt, string By, IReadOnlyList<RefusalItem> Refusals,
    IReadOnlyList<WarningView> Warnings)
{
    public static DraftAnswer From(DraftView draft) => new(
        draft.Kind, draft.Name, draft.Path, draft.Text, draft.Removes, draft.BasedOn, draft.LiveVersion, draft.Outdated, draft.SavedAt, draft.By, [.. draft.Refusals.Select(RefusalItem.From)],
        [.. draft.Warnings.Select(WarningView.From)]);
}

/// <summary>What a publication would do.</summary>
internal sealed record PreviewAnswer(IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<WarningView> Warnings, ImpactView Impact)
{
    public static Results<Ok<PreviewAnswer>, ProblemHttpResult> Of(PreviewedDefinitions preview, WebhookBook webhooks) => preview.Impact is { } impact
        ? TypedResults.Ok(new PreviewAnswer(preview.Changes, [.. preview.Warnings.Select(WarningView.From), .. webhooks.Undeclared(preview.Definitions!)], impact))
        : Problem.Refused(ProblemTypes.RefusedDefinitions, [.. preview.Refusals.Select(RefusalItem.From)]);
}
