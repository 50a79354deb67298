using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads one step: its time, its conditions and the one act it names.</summary>
internal static partial class StepParser
{
    private const int DayMost = 36_500;
    private const int WorkdayMost = 2_500;
    private const string TimeForm = "'+' and a duration (+2h), 'day N HH:MM' (day 3 09:30) or 'workday N HH:MM' (workday 1 10:00)";

    private static readonly ImmutableArray<string> Acts =
        ["send", "task", "tag", "untag", "set", "wait", "branch", "invite", "remove", "call", "start"];

    private static readonly ImmutableArray<string> NotOnForks = ["late", "expires", "when", "end", "split", "defer"];

    public static StepDefinition? Read(Place place, string from)
    {
        var before = place.File.Refusals.Count;
        if (MappingReader.Open(place, "a step", DefinitionKeys.Step) is not { } step) return null;
        var id = Names.Read(step.Require("id", Names.Pattern));
        var title = step.Title();
        var at = step.Get("at") is { } atPlace ? ReadTime(atPlace) : null;
        var when = step.Get("when") is { } whenAt ? new ConditionParser(from).Read(whenAt) : null;
        var late = step.Get("late") is { } lateAt ? ConditionParser.Choice(lateAt, "skip", "send") : 0;
        var expires = ConditionParser.Optional(step, "expires", Values.Duration).Value;
        var defers = step.Get("defer") is not { } deferAt || Values.Flag(deferAt) is not false;
        var avoid = step.Get("avoid") is { } avoidAt && ConditionParser.Choice(avoidAt, "holidays") is not null;
        var learns = step.Get("split") is { Node: TreeNode.Text { Value: "thompson" } };
        var split = step.Get("split") is not { } splitAt ? [] : learns ? ReadLearnedSplit(step, splitAt) : ReadSplit(splitAt);
        var end = step.Get("end") is { } endAt ? Values.Flag(endAt) : false;
        var act = ReadAct(step, split, from);
        if (act is { IsFork: true }) RefuseOnFork(step);
        else if (act is not (null or StepAct.Send) && step.Get("defer") is { } stray)
            stray.Refuse(RefusalCodes.Contradiction, "'defer' without 'send'", "'defer' belongs to a message, which may have to wait for its slot");
        if (place.File.Refusals.Count > before) return null;
        return new StepDefinition(id!, title, at, when, late == 1, expires, defers, avoid, split, end!.Value, act!) { Learns = learns };
    }

    private static StepTime? ReadTime(Place place)
    {
        if (place.Node is not TreeNode.Text text)
        {
            place.RefuseType(TimeForm);
            return null;
        }
        if (text.Value.StartsWith('+') && Values.TryDuration(text.Value[1..], out var delay)) return new StepTime.After(delay);
        var match = DayRegex().Match(text.Value);
        if (match.Success && int.TryParse(match.Groups[2].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day))
        {
            var isWorkday = match.Groups[1].Length > 0;
            var hour = int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            var minute = int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture);
            if (isWorkday && Math.Abs(day) <= WorkdayMost) return new StepTime.OnWorkday(day, hour, minute);
            if (!isWorkday && Math.Abs(day) <= DayMost) return new StepTime.OnDay(day, hour, minute);
        }
        place.RefuseValue(TimeForm);
        return null;
    }

    private static StepAct? ReadAct(MappingReader step, ImmutableArray<SplitArm> split, string from)
    {
        var acts = step.Keys.Where(key => Acts.Contains(key)).ToList();
        if (acts.Count != 1)
        {
            if (acts.Count > 1)
                step.Get(acts[1])!.Value.Refuse(RefusalCodes.Contradiction, Names.List(acts), "one act a step; put each into a step of its own");
            else
                step.Place.Refuse(RefusalCodes.MissingKey, "a step without an act", $"one of {Names.List(Acts)}");
            return null;
        }
        var act = acts[0];
        Belongs("material", "send");
        Belongs("due", "task");
        Belongs("body", "call");
        Belongs("for", "wait");
        Belongs("then", "wait");
        Belongs("else", "wait", "branch");
        var at = step.Get(act)!.Value;
        switch (act)
        {
            case "send": return ReadSend(step, at, split);
            case "task":
                var due = ConditionParser.Optional(step, "due", Values.Duration).Value;
                return Values.Word(at, "what the advisor is to do (text)") is { } text ? new StepAct.AdvisorTask(text, due) : null;
            case "tag": return TagReader.Read(at, ReferenceKind.PlainTag, from) is { } tag ? new StepAct.SetTag(tag) : null;
            case "untag": return TagReader.Read(at, ReferenceKind.PlainTag, from) is { } untag ? new StepAct.UnsetTag(untag) : null;
            case "set": return ReadSet(at);
            case "invite": return Names.Read(at) is { } invited ? new StepAct.Invite(invited) : null;
            case "remove": return Names.Read(at) is { } removed ? new StepAct.Remove(removed) : null;
            case "call":
                var body = step.Get("body") is { } bodyAt ? ReadBody(bodyAt) : null;
                return Names.Read(at) is { } webhook ? new StepAct.Call(webhook, body) : null;
            case "start":
                if (Names.Read(at) is not { } sop) return null;
                at.File.References.Add(new Reference(ReferenceKind.Sop, sop, at, from));
                return new StepAct.StartSop(sop);
            case "wait":
                var awaited = ConditionParser.ReadElement(at);
                var span = step.Require("for", Values.DurationForm) is { } forAt ? Values.Duration(forAt) : null;
                var (then, otherwise) = (Names.Read(step.Get("then")), Names.Read(step.Get("else")));
                return awaited is not null && span is { } most ? new StepAct.Wait(awaited, most, then, otherwise) : null;
            default:
                var arms = ConditionParser.List(at, "a list of { when: CONDITION, then: STEP }", 1, place => ReadBranchArm(place, from));
                var rest = Names.Read(step.Get("else"));
                return arms is { } all ? new StepAct.Branch(all, rest) : null;
        }

        void Belongs(string key, params string[] to)
        {
            if (!to.Contains(act) && step.Get(key) is { } stray)
                stray.Refuse(RefusalCodes.Contradiction, $"'{key}' without {Names.List(to)}", $"'{key}' belongs to a step with {Names.List(to)}");
        }
    }

    private static StepAct.Send? ReadSend(MappingReader step, Place at, ImmutableArray<SplitArm> split)
    {
        var touchpoint = Names.Read(at);
        if (step.Require("material", "the name of a material, or one for each arm of the step's split") is not { } place) return null;
        if (place.Node is not TreeNode.Mapping perArm)
            return ReadMaterial(place) is { } one && touchpoint is not null ? new StepAct.Send(touchpoint, [one]) : null;

        var ofArm = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (arm, node) in perArm.Entries)
        {
            var armAt = place.At(arm, node);
            if (split.Any(known => known.Name == arm)) ofArm[arm] = ReadMaterial(armAt);
            else armAt.Refuse(RefusalCodes.UnknownReference, $"the arm '{arm}'", $"the arms of the step's 'split'{Names.Nearest(arm, split.Select(known => known.Name))}");
        }
        foreach (var arm in split.Where(arm => !ofArm.ContainsKey(arm.Name)))
            place.Refuse(RefusalCodes.MissingKey, $"no material for the arm '{arm.Name}'", "a material for each arm of the step's 'split'");
        var materials = split.Select(arm => ofArm.GetValueOrDefault(arm.Name)).OfType<string>().ToImmutableArray();
        return touchpoint is not null && materials.Length == split.Length && materials.Length > 0 ? new StepAct.Send(touchpoint, materials) : null;
    }

    private static string? ReadMaterial(Place place)
    {
        if (Names.Read(place) is not { } material) return null;
        place.File.References.Add(new Reference(ReferenceKind.Material, material, place, ""));
        return material;
    }

    private static ImmutableArray<SplitArm> ReadSplit(Place place)
    {
        const string allowed = "a mapping from at least two arms to their shares, which sum to 100%: { a: 50%, b: 50% }, or the word 'thompson'";
        if (place.Node is not TreeNode.Mapping { Entries.Length: >= 2 } mapping)
        {
            place.RefuseType(allowed);
            return [];
        }
        var arms = ImmutableArray.CreateBuilder<SplitArm>();
        foreach (var (name, node) in mapping.Entries)
        {
            var at = place.At(name, node);
            if (!Names.IsName(name)) at.Refuse(RefusalCodes.InvalidName, $"the arm '{Place.Short(name)}'", Names.Pattern);
            else if (Values.Share(at) is { } share) arms.Add(new SplitArm(name, share));
        }
        var sum = arms.Sum(arm => arm.Share.Parts);
        if (arms.Count == mapping.Entries.Length && sum != Share.Whole)
            place.Refuse(RefusalCodes.Contradiction, $"arms that sum to {new Share(sum)}", "arms that sum to 100%");
        return arms.ToImmutable();
    }

    /// <summary>The arms are those of the step's materials; nothing was learned of them yet, so that they start with equal shares.</summary>
    private static ImmutableArray<SplitArm> ReadLearnedSplit(MappingReader step, Place place)
    {
        if (step.Get("material")?.Node is not TreeNode.Mapping { Entries.Length: >= 2 } materials)
        {
            place.Refuse(
                RefusalCodes.Contradiction, "'thompson' without a material for each of at least two arms",
                "a message with its arms and their materials: split: thompson, send: direct, material: { a: coupon-10, b: coupon-20 }");
            return [];
        }
        var arms = ImmutableArray.CreateBuilder<SplitArm>();
        var (parts, rest) = Math.DivRem(Share.Whole, materials.Entries.Length);
        foreach (var (name, node) in materials.Entries)
        {
            if (!Names.IsName(name)) step.Get("material")!.Value.At(name, node).Refuse(RefusalCodes.InvalidName, $"the arm '{Place.Short(name)}'", Names.Pattern);
            else arms.Add(new SplitArm(name, new Share(parts + (arms.Count < rest ? 1 : 0))));
        }
        return arms.ToImmutable();
    }

    private static BranchArm? ReadBranchArm(Place place, string from)
    {
        if (MappingReader.Open(place, "an arm of a branch", DefinitionKeys.BranchArm) is not { } arm) return null;
        arm.Title();
        var then = Names.Read(arm.Get("then"));
        return arm.Require("when", ConditionParser.Allowed) is { } at && new ConditionParser(from).Read(at) is { } when
            ? new BranchArm(when, then)
            : null;
    }

    private static void RefuseOnFork(MappingReader step)
    {
        foreach (var key in NotOnForks)
            if (step.Get(key) is { } stray)
                stray.Refuse(RefusalCodes.Contradiction, $"'{key}' on a wait or branch", $"'{key}' on a step that carries something out");
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

    [GeneratedRegex(@"\A(work)?day (-?[0-9]{1,6}) ([01][0-9]|2[0-3]):([0-5][0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex DayRegex();
}
