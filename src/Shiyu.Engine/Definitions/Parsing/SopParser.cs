using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads an SOP: its trigger and bounds; the steps are <see cref="StepParser"/>'s.</summary>
internal static class SopParser
{
    private const string TriggerForm = "'tag: GROUP/TAG', 'event: NAME', 'audience: NAME', 'date: DATE', 'cohort: NAME', or the word 'manual'";

    public static SopDefinition? Read(Place file)
    {
        if (MappingReader.Open(file, "an SOP", DefinitionKeys.Sop) is not { } sop) return null;
        var before = file.File.Refusals.Count;
        var name = Names.Read(sop.Get("sop"));
        var from = $"sop:{name}";
        var conditions = new ConditionParser(from);
        var title = sop.Title();
        var trigger = sop.Require("trigger", TriggerForm) is { } at ? ReadTrigger(at, from) : null;
        var when = sop.Get("when") is { } whenAt ? conditions.Read(whenAt) : null;
        var anchor = sop.Get("anchor") is { } anchorAt ? AnchorParser.Read(anchorAt, trigger, from) : SopAnchor.AtEntry;
        var exit = sop.Get("exit") is { } exitAt ? conditions.Read(exitAt) : null;
        var goal = sop.Get("goal") is { } goalAt ? conditions.Read(goalAt) : null;
        var window = ConditionParser.Optional(sop, "window", Values.Duration).Value;
        var staying = trigger is SopTrigger.EntersTag or SopTrigger.JoinsAudience;
        if (sop.Get("stay") is { } stayAt && Values.Flag(stayAt) is { } stay)
        {
            if (stay && trigger is not null && !staying)
                stayAt.Refuse(RefusalCodes.Contradiction, "'stay: true' with another trigger", "'stay' belongs to a tag or audience as trigger, which can be left");
            staying &= stay;
        }
        var reentry = sop.Get("reentry") is { } reentryAt ? ReadReentry(reentryAt) : Reentry.Never;
        var lateness = sop.Get("lateness") is { } latenessAt ? Values.Duration(latenessAt) : Duration.Hours(1);
        var of = sop.Get("class") is { } classAt ? ConditionParser.Choice(classAt, "service", "journey", "broadcast") : (int)MessageClass.Journey;
        var priority = sop.Get("priority") is { } priorityAt ? Values.Whole(priorityAt, 0, 1000) : 50;
        var margin = sop.Get("margin") is { } marginAt ? Values.Money(marginAt) : null;
        var holdout = sop.Get("holdout") is { } holdoutAt ? Values.Share(holdoutAt) : Share.None;
        var sender = sop.Get("sender") is { } senderAt ? ReadSender(senderAt) : SenderChoice.Newest;
        var (_, pace) = ConditionParser.Optional(sop, "pace", ReadPace);
        ImmutableArray<StepDefinition>? steps = null;
        if (sop.Require("steps", "a list of steps, not empty") is { } stepsAt)
        {
            steps = ConditionParser.List(stepsAt, "a list of steps", 1, place => ReadStep(place, from));
            if (steps is { } all) StepWalk.Check(stepsAt, all, trigger, anchor, window);
        }
        if (file.File.Refusals.Count > before || name is null) return null;
        return new SopDefinition(
            name, title, trigger!, when, anchor!, exit, goal, window, staying, reentry!.Value, lateness!.Value, (MessageClass)of!.Value, priority!.Value, holdout!.Value,
            pace, steps!.Value) { Margin = margin, Sender = sender!.Value };
    }

    private static StepDefinition? ReadStep(Place place, string from)
    {
        var id = (place.Node as TreeNode.Mapping)?.Entries.FirstOrDefault(entry => entry.Key == "id").Value as TreeNode.Text;
        place.File.Steps.Add((id?.Value, place.Node));
        return StepParser.Read(place, from);
    }

    private static SopTrigger? ReadTrigger(Place place, string from)
    {
        if (place.Node is TreeNode.Text { Value: "manual" }) return new SopTrigger.Manual();
        if (place.Node is TreeNode.Text)
        {
            place.RefuseValue(TriggerForm);
            return null;
        }
        if (MappingReader.Open(place, "a trigger", DefinitionKeys.Trigger) is not { } trigger) return null;
        trigger.Title();
        var main = trigger.Keys.Where(key => key is "tag" or "event" or "audience" or "date" or "cohort").ToList();
        if (main.Count != 1)
        {
            if (main.Count > 1) place.Refuse(RefusalCodes.Contradiction, Names.List(main), "one of them");
            else place.Refuse(RefusalCodes.MissingKey, "no trigger", TriggerForm);
            return null;
        }
        if (main[0] != "event" && trigger.Get("where") is { } where)
        {
            where.Refuse(RefusalCodes.Contradiction, "'where' without 'event'", "'where' filters the properties of an event");
            return null;
        }
        switch (main[0])
        {
            case "tag":
                return TagReader.Read(trigger.Get("tag")!.Value, ReferenceKind.Tag, from) is { } tag ? new SopTrigger.EntersTag(tag) : null;
            case "event":
                return ConditionParser.ReadPattern(trigger) is { } pattern ? new SopTrigger.Occurs(pattern) : null;
            case "date":
                return Values.Date(trigger.Get("date")!.Value) is { } date ? new SopTrigger.OnDate(date, null) : null;
            case "cohort":
                var cohortAt = trigger.Get("cohort")!.Value;
                if (Names.Read(cohortAt) is not { } cohort) return null;
                cohortAt.File.References.Add(new Reference(ReferenceKind.Cohort, cohort, cohortAt, from));
                return new SopTrigger.OnDate(null, cohort);
            default:
                var at = trigger.Get("audience")!.Value;
                if (Names.Read(at) is not { } audience) return null;
                at.File.References.Add(new Reference(ReferenceKind.Audience, audience, at, from));
                return new SopTrigger.JoinsAudience(audience);
        }
    }

    private static Reentry? ReadReentry(Place place)
    {
        if (place.Node is TreeNode.Mapping)
        {
            if (MappingReader.Open(place, "'reentry'", ["after"]) is not { } reentry) return null;
            return reentry.Require("after", Values.DurationForm) is { } at && Values.Duration(at) is { } after
                ? new Reentry(ReentryKind.After, after)
                : null;
        }
        if (place.Node is TreeNode.Text { Value: "never" }) return Reentry.Never;
        if (place.Node is TreeNode.Text { Value: "always" }) return Reentry.Always;
        place.RefuseValue("'never', 'always' or { after: DURATION }");
        return null;
    }

    private static SenderChoice? ReadSender(Place place)
    {
        if (place.Node is TreeNode.Mapping)
        {
            if (MappingReader.Open(place, "'sender'", DefinitionKeys.Sender) is not { } sender) return null;
            return sender.Require("member", "a member's WeCom userid") is { } at && Values.Word(at, "a member's WeCom userid") is { } member
                ? new SenderChoice(SenderKind.Named, member)
                : null;
        }
        SenderKind? kind = place.Node is not TreeNode.Text text ? null : text.Value switch
        {
            "newest" => SenderKind.Newest,
            "last_talked" => SenderKind.LastTalked,
            "owner" => SenderKind.Owner,
            _ => null,
        };
        if (kind is { } known) return new SenderChoice(known, null);
        place.RefuseValue(SenderChoice.Form);
        return null;
    }

    private static Pace? ReadPace(Place place)
    {
        if (place.Node is not TreeNode.Text text)
        {
            place.RefuseType(Pace.Form);
            return null;
        }
        if (Pace.Parse(text.Value) is { } pace) return pace;
        place.RefuseValue(Pace.Form);
        return null;
    }
}
