using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads what a workspace says of the worth of messages, of the guardrail and of its members' load.</summary>
internal static class ValueParser
{
    private const int CountMost = 1_000_000;
    private const int WeightMost = 1_000_000;

    // Longer than this nobody deletes because of a message.
    private static readonly Duration s_withinMost = Duration.Days(90);

    public static ValueRules? ReadValue(Place place)
    {
        if (MappingReader.Open(place, "'value'", DefinitionKeys.Value) is not { } value) return null;
        var lifetime = value.Require("lifetime", "what a customer who deletes would still have brought (a number)") is { } lifetimeAt ? Values.Money(lifetimeAt) : null;
        var segments = Names.Read(value.Get("segments"));
        if (segments is not null) place.File.References.Add(new Reference(ReferenceKind.Segments, segments, value.Get("segments")!.Value, ""));
        var enough = value.Get("enough") is { } enoughAt ? Values.Whole(enoughAt, 1, CountMost) : 200;
        var within = value.Get("within") is { } withinAt ? Within(withinAt) : Duration.Days(7);
        var prior = value.Get("prior") is { } priorAt ? ReadPrior(priorAt) : PriorBelief.Default;
        return lifetime is { } cost && enough is { } least && within is { } span && prior is { } belief ? new ValueRules(cost, segments, least, span, belief) : null;
    }

    public static GuardrailRules? ReadGuardrail(Place place)
    {
        if (MappingReader.Open(place, "'guardrail'", DefinitionKeys.Guardrail) is not { } guardrail) return null;
        var deletions = guardrail.Require("deletions", "the share of those who received a message that may delete, for example 2%") is { } deletionsAt ? Between(deletionsAt) : null;
        var within = guardrail.Get("within") is { } withinAt ? Within(withinAt) : Duration.Days(3);
        var confidence = guardrail.Get("confidence") is { } confidenceAt ? Between(confidenceAt) : new Share(99 * Share.Whole / 100);
        return deletions is { } bound && within is { } span && confidence is { } sure ? new GuardrailRules(bound, span, sure) : null;
    }

    public static MemberLoad? ReadMemberLoad(Place place)
    {
        if (MappingReader.Open(place, "'member_load'", DefinitionKeys.MemberLoad) is not { } load) return null;
        var messages = ConditionParser.Optional(load, "messages", at => Values.Whole(at, 1, CountMost)).Value;
        var tasks = ConditionParser.Optional(load, "tasks", at => Values.Whole(at, 1, CountMost)).Value;
        return new MemberLoad(messages, tasks);
    }

    private static PriorBelief? ReadPrior(Place place)
    {
        if (MappingReader.Open(place, "'prior'", DefinitionKeys.Prior) is not { } prior) return null;
        var convert = prior.Get("convert") is { } convertAt ? Between(convertAt) : PriorBelief.Default.Convert;
        var delete = prior.Get("delete") is { } deleteAt ? Between(deleteAt) : PriorBelief.Default.Delete;
        var weight = prior.Get("weight") is { } weightAt ? Values.Whole(weightAt, 1, WeightMost) : PriorBelief.Default.Weight;
        return convert is { } c && delete is { } d && weight is { } w ? new PriorBelief(c, d, w) : null;
    }

    /// <summary>A rate that could be learned to be another: neither 0% nor 100%.</summary>
    private static Share? Between(Place place)
    {
        if (Values.Share(place) is not { } share) return null;
        if (share.Parts is > 0 and < Share.Whole) return share;
        place.RefuseValue("a share above 0% and below 100%");
        return null;
    }

    private static Duration? Within(Place place)
    {
        if (Values.Duration(place) is not { } within) return null;
        if (within.Ms > 0 && within <= s_withinMost) return within;
        place.RefuseValue("a duration above 0s and up to 90d");
        return null;
    }
}
