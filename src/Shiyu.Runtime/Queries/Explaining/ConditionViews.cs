using System.Text.Json;
using Shiyu.Engine;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>Shows explained conditions in the words of their author: the explanation and the written tree have the same shape.</summary>
/// <param name="held">The tags held at that instant.</param>
internal sealed class ConditionViews(PlanVersion version, IEnumerable<HeldTag> held)
{
    private readonly ZoneTable _zone = version.Plan.Zone;
    private readonly Dictionary<TagName, Cause> _causes = held.ToDictionary(tag => tag.Tag, tag => tag.Cause);

    public ConditionView? OfWritten(Explanation? explained, TreeNode? written) => explained is null ? null : Of(explained, written!);

    public ConditionView Of(Explanation explained, TreeNode written)
    {
        var kind = KindOf(explained.Condition);
        IReadOnlyList<ConditionView> parts = explained.Condition switch
        {
            Condition.All or Condition.Any => [.. explained.Parts.Zip(WrittenSop.Items(written, kind), Of)],
            Condition.Not => [Of(explained.Parts[0], WrittenSop.Below(written, kind)!)],
            _ => [.. explained.Parts.Select(part => Of(part, WrittenAudience(((Condition.InAudience)explained.Condition).Name)))],
        };
        return kind is "all" or "any" or "not"
            ? Node(kind, kind, null, explained, parts)
            : Node(kind, TreeText.Print(written), TreeJson.Of(written), explained, parts);
    }

    public ConditionView OfTrigger(SopExplanation explained, Instant at, TreeNode written) => (explained.Trigger, explained.Definition.Trigger) switch
    {
        ({ } byHand, SopTrigger.Manual) => Node("manual", TreeText.Print(written), TreeJson.Of(written), byHand, []),
        ({ } trigger, _) => Of(trigger, written),
        // A cohort without a date takes nobody.
        (null, var date) => new ConditionView(
            date is SopTrigger.OnDate { Cohort: not null } ? "cohort" : "date", TreeText.Print(written), TreeJson.Of(written), explained.TakesAt <= at,
            explained.TakesAt > at ? Time(explained.TakesAt) : null, null, null, null, null, null, []),
    };

    private ConditionView Node(string kind, string text, JsonElement? tree, Explanation explained, IReadOnlyList<ConditionView> parts)
    {
        var events = explained.Evidence as Evidence.Events;
        var contacts = explained.Evidence as Evidence.Contacts;
        return new ConditionView(
            kind, text, tree, explained.IsTrue, Time(explained.NextChange),
            events is null ? null : new EventsView(
                [.. events.Newest.Select(fact => new EventMention(fact.Id, fact.Name, ViewText.Time(_zone, fact.OccurredAt)))], events.Total, events.AfterEntry),
            explained.Evidence is Evidence.Attribute { Json.IsEmpty: false } attribute ? ViewText.Json(attribute.Json) : null,
            Time((explained.Evidence as Evidence.Tag)?.Since),
            explained.Condition is Condition.HasTag tag && _causes.TryGetValue(tag.Tag, out var cause) ? cause.ToString() : null,
            contacts is null ? null : [.. contacts.Asked.Select(contact => ViewText.Contact(_zone, contact))], parts);
    }

    private TreeNode WrittenAudience(string name) => WrittenSop.Below(
        DefinitionReader.Find(version.Files, "audience", name) ?? throw new InvalidOperationException($"The audience {name} is in force and in no file."), "when")!;

    private string? Time(Instant? at) => at is { } instant ? ViewText.Time(_zone, instant) : null;

    private static string KindOf(Condition condition) => condition switch
    {
        Condition.Always => "always",
        Condition.Never => "never",
        Condition.All => "all",
        Condition.Any => "any",
        Condition.Not => "not",
        Condition.OfAttribute => "attribute",
        Condition.HasTag => "tag",
        Condition.Events => "event",
        Condition.Sequence => "sequence",
        Condition.Unanswered => "unanswered",
        Condition.HasContact => "contact",
        Condition.InAudience => "audience",
        _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
    };
}
