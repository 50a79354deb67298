using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

internal static partial class SopParser
{
    private static readonly ImmutableArray<string> NotYet = ["holdout", "pace"];
    private static readonly ImmutableArray<string> TriggersNotYet = ["date", "cohort"];
    private static readonly ImmutableArray<string> StepsNotYet = ["wait", "branch", "split", "start", "then", "else", "for"];
    private static readonly ImmutableArray<string> Acts = ["send", "task", "tag", "untag", "set", "invite", "remove", "call"];

    private const string TimeForm = "'+' and a duration (+2h), or 'day N HH:MM' (day 3 09:30)";

    public static SopDefinition? Read(Place file)
    {
        if (MappingReader.Open(file, "an SOP", DefinitionKeys.Sop, NotYet) is not { } sop) return null;
        var before = file.File.Refusals.Count;
        var name = Names.Read(sop.Get("sop"));
        var from = $"sop:{name}";
        var conditions = new ConditionParser(from);
        var title = sop.Title();
        var trigger = sop.Require("trigger", "'tag: GROUP/TAG', 'event: NAME' or 'audience: NAME'") is { } at ? ReadTrigger(at, from) : null;
        var when = sop.Get("when") is { } whenAt ? conditions.Read(whenAt) : null;
        if (sop.Get("anchor") is { } anchor && anchor.Node is not TreeNode.Text { Value: "entry" })
        {
            if (anchor.Node is TreeNode.Mapping) MappingReader.NotYet(anchor, "an anchor other than 'entry'");
            else anchor.RefuseValue("'entry'");
        }
        var exit = sop.Get("exit") is { } exitAt ? conditions.Read(exitAt) : null;
        var goal = sop.Get("goal") is { } goalAt ? conditions.Read(goalAt) : null;
        var window = ConditionParser.Optional(sop, "window", Values.Duration).Value;
        var staying = trigger is SopTrigger.EntersTag or SopTrigger.JoinsAudience;
        if (sop.Get("stay") is { } stayAt && Values.Flag(stayAt) is { } stay)
        {
            if (stay && trigger is SopTrigger.Occurs)
                stayAt.Refuse(RefusalCodes.Contradiction, "'stay: true' with an event as trigger", "'stay' belongs to a tag or audience as trigger, which can be left");
            staying &= stay;
        }
        var reentry = sop.Get("reentry") is { } reentryAt ? ReadReentry(reentryAt) : Reentry.Never;
        var lateness = sop.Get("lateness") is { } latenessAt ? Values.Duration(latenessAt) : Duration.Hours(1);
        var priority = sop.Get("priority") is { } priorityAt ? Values.Whole(priorityAt, 0, 1000) : 50;
        ImmutableArray<StepDefinition>? steps = null;
        if (sop.Require("steps", "a list of steps, not empty") is { } stepsAt)
            steps = ConditionParser.List(stepsAt, "a list of steps", 1, place => ReadStep(place, from));
        if (steps is { } all) CheckStepIds(sop.Get("steps")!.Value, all);
        if (file.File.Refusals.Count > before || name is null) return null;
        return new SopDefinition(
            name, title, trigger!, when, exit, goal, window, staying, reentry!.Value, lateness!.Value, priority!.Value, steps!.Value);
    }

    private static SopTrigger? ReadTrigger(Place place, string from)
    {
        if (place.Node is TreeNode.Text { Value: "manual" })
        {
            MappingReader.NotYet(place, "the trigger 'manual'");
            return null;
        }
        if (MappingReader.Open(place, "a trigger", DefinitionKeys.Trigger, TriggersNotYet) is not { } trigger) return null;
        trigger.Title();
        var main = trigger.Keys.Where(key => key is "tag" or "event" or "audience").ToList();
        if (main.Count != 1)
        {
            if (main.Count > 1)
                place.Refuse(RefusalCodes.Contradiction, Names.List(main), "one of them");
            else if (!trigger.Keys.Any(key => TriggersNotYet.Contains(key)))
                place.Refuse(RefusalCodes.MissingKey, "no trigger", "one of 'tag', 'event', 'audience'");
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

    private static void CheckStepIds(Place list, ImmutableArray<StepDefinition> steps)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Length; i++)
        {
            if (seen.TryAdd(steps[i].Id, i)) continue;
            list.At(i, ((TreeNode.Sequence)list.Node).Items[i]).At("id", ((TreeNode.Sequence)list.Node).Items[i])
                .Refuse(RefusalCodes.DefinedTwice, $"'{steps[i].Id}'", $"a step id once in an SOP; steps[{seen[steps[i].Id]}] has it already");
        }
    }

    private static StepDefinition? ReadStep(Place place, string from)
    {
        var before = place.File.Refusals.Count;
        if (MappingReader.Open(place, "a step", DefinitionKeys.Step, StepsNotYet) is not { } step) return null;
        var id = Names.Read(step.Require("id", Names.Pattern));
        var title = step.Title();
        var at = step.Get("at") is { } atPlace ? ReadTime(atPlace) : null;
        var when = step.Get("when") is { } whenAt ? new ConditionParser(from).Read(whenAt) : null;
        var late = step.Get("late") is { } lateAt ? ConditionParser.Choice(lateAt, "skip", "send") : 0;
        var expires = ConditionParser.Optional(step, "expires", Values.Duration).Value;
        var end = step.Get("end") is { } endAt ? Values.Flag(endAt) : false;
        var act = ReadAct(step, from);
        if (place.File.Refusals.Count > before) return null;
        return new StepDefinition(id!, title, at, when, late == 1, expires, end!.Value, act!);
    }

    private static StepTime? ReadTime(Place place)
    {
        if (place.Node is not TreeNode.Text text)
        {
            place.RefuseType(TimeForm);
            return null;
        }
        if (text.Value.StartsWith('+') && Values.TryDuration(text.Value[1..], out var delay)) return new StepTime.After(delay);
        if (text.Value.StartsWith("workday ", StringComparison.Ordinal))
        {
            MappingReader.NotYet(place, "'at: workday'");
            return null;
        }
        var match = DayRegex().Match(text.Value);
        if (match.Success)
        {
            if (match.Groups[1].Value.StartsWith('-'))
            {
                MappingReader.NotYet(place, "a day before the anchor");
                return null;
            }
            if (int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= 36_500)
            {
                var hour = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                var minute = int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
                return new StepTime.OnDay(day, hour, minute);
            }
        }
        place.RefuseValue(TimeForm);
        return null;
    }

    private static StepAct? ReadAct(MappingReader step, string from)
    {
        var acts = step.Keys.Where(key => Acts.Contains(key)).ToList();
        if (acts.Count != 1)
        {
            if (acts.Count > 1)
                step.Get(acts[1])!.Value.Refuse(RefusalCodes.Contradiction, Names.List(acts), "one act a step; put each into a step of its own");
            else if (!step.Keys.Any(key => StepsNotYet.Contains(key)))
                step.Place.Refuse(RefusalCodes.MissingKey, "a step without an act", $"one of {Names.List(Acts)}");
            return null;
        }
        var act = acts[0];
        Belongs("material", "send");
        Belongs("due", "task");
        Belongs("body", "call");
        var at = step.Get(act)!.Value;
        switch (act)
        {
            case "send":
                var material = step.Require("material", "the name of a material");
                if (material is { Node: TreeNode.Mapping } arms)
                {
                    MappingReader.NotYet(arms, "a material per split arm");
                    return null;
                }
                return Names.Read(at) is { } touchpoint && Names.Read(material) is { } content ? new StepAct.Send(touchpoint, content) : null;
            case "task":
                var due = ConditionParser.Optional(step, "due", Values.Duration).Value;
                return Values.Word(at, "what the advisor is to do (text)") is { } text ? new StepAct.AdvisorTask(text, due) : null;
            case "tag": return TagReader.Read(at, ReferenceKind.PlainTag, from) is { } tag ? new StepAct.SetTag(tag) : null;
            case "untag": return TagReader.Read(at, ReferenceKind.PlainTag, from) is { } untag ? new StepAct.UnsetTag(untag) : null;
            case "set": return ReadSet(at);
            case "invite": return Names.Read(at) is { } invited ? new StepAct.Invite(invited) : null;
            case "remove": return Names.Read(at) is { } removed ? new StepAct.Remove(removed) : null;
            default:
                var body = step.Get("body") is { } bodyAt ? ReadBody(bodyAt) : null;
                return Names.Read(at) is { } webhook ? new StepAct.Call(webhook, body) : null;
        }

        void Belongs(string key, string to)
        {
            if (act != to && step.Get(key) is { } stray)
                stray.Refuse(RefusalCodes.Contradiction, $"'{key}' without '{to}'", $"'{key}' belongs to a step with '{to}'");
        }
    }

    private static StepAct.SetAttributes? ReadSet(Place place)
    {
        if (place.Node is not TreeNode.Mapping { Entries.Length: > 0 } values)
        {
            place.RefuseType("a mapping from attribute names to values (null removes), not empty");
            return null;
        }
        var set = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, node) in values.Entries)
        {
            var at = place.At(name, node);
            if (name.Length == 0 || !JsonText.IsWellFormed(name))
                at.Refuse(RefusalCodes.InvalidName, $"the attribute '{name}'", "an attribute's name, not empty, in whole characters");
            else if (Values.Json(at) is { } json)
                set.Add(new(name, json));
        }
        return new StepAct.SetAttributes(set.ToImmutable());
    }

    private static string? ReadBody(Place place)
    {
        if (place.Node is TreeNode.Mapping) return Values.Json(place);
        place.RefuseType("a mapping: the body that the webhook gets as JSON");
        return null;
    }

    [GeneratedRegex(@"\Aday (-?[0-9]{1,6}) ([01][0-9]|2[0-3]):([0-5][0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex DayRegex();
}
