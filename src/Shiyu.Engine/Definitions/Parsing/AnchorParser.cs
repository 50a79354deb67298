using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

internal static class AnchorParser
{
    private const string Form =
        "'entry', { attribute: NAME }, { property: NAME }, { date: DATE }, { lunar: DAY } or { cohort: NAME }";

    private const string LunarForm = "a day of the lunar calendar: a month (正月 to 腊月) and a day (初一 to 三十), or 除夕";

    private static readonly ImmutableArray<string> MainKeys = ["attribute", "property", "date", "lunar", "cohort"];

    /// <param name="trigger">Null when it was refused.</param>
    public static SopAnchor? Read(Place place, SopTrigger? trigger, string from)
    {
        if (place.Node is TreeNode.Text { Value: "entry" }) return SopAnchor.AtEntry;
        if (place.Node is TreeNode.Text)
        {
            place.RefuseValue(Form);
            return null;
        }
        if (MappingReader.Open(place, "an anchor", DefinitionKeys.Anchor) is not { } anchor) return null;
        anchor.Title();
        var main = anchor.Keys.Where(key => MainKeys.Contains(key)).ToList();
        if (main.Count != 1)
        {
            if (main.Count > 1) place.Refuse(RefusalCodes.Contradiction, Names.List(main), "one of them");
            else place.Refuse(RefusalCodes.MissingKey, "no anchor", Form);
            return null;
        }
        var key = main[0];
        if (key != "attribute" && anchor.Get("yearly") is { } stray)
            stray.Refuse(RefusalCodes.Contradiction, "'yearly' without 'attribute'", "'yearly' belongs to an attribute's date, for example a birthday");
        if (trigger is SopTrigger.OnDate && key is "attribute" or "property")
        {
            place.Refuse(
                RefusalCodes.Contradiction, $"'{key}' with a date or cohort as trigger",
                "for a trigger that takes everybody at once an anchor that is the same for all: { date: … }, { lunar: … } or { cohort: … }");
            return null;
        }
        var at = anchor.Get(key)!.Value;
        switch (key)
        {
            case "attribute":
                var yearly = anchor.Get("yearly") is { } yearlyAt && Values.Flag(yearlyAt) == true;
                return Values.Word(at, "an attribute's name") is { } attribute ? new SopAnchor.OfAttribute(attribute, yearly) : null;
            case "property":
                return ConditionParser.PropertyPath(at) is { } path ? new SopAnchor.OfProperty(path) : null;
            case "date":
                return Values.Date(at) is { } date ? new SopAnchor.OnDate(date) : null;
            case "lunar":
                if (Values.Word(at, LunarForm) is not { } text) return null;
                if (LunarDay.TryParse(text, out var day)) return new SopAnchor.OnLunarDay(day);
                at.RefuseValue(LunarForm);
                return null;
            default:
                if (Names.Read(at) is not { } cohort) return null;
                at.File.References.Add(new Reference(ReferenceKind.Cohort, cohort, at, from));
                return new SopAnchor.OfCohort(cohort);
        }
    }
}
