namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads what a workspace says of tasks that nobody has confirmed.</summary>
internal static class UnconfirmedParser
{
    public static UnconfirmedRules? Read(Place place)
    {
        if (MappingReader.Open(place, "'unconfirmed'", DefinitionKeys.Unconfirmed) is not { } rules) return null;
        var times = rules.Get("remind") is { } remindAt
            ? ConditionParser.List(remindAt, "a list of clock times in quotes: [\"10:00\", \"16:00\"]", 1, ReadTime)
            : [];
        if (times is { } all && (all.Length > UnconfirmedRules.RemindersMost || all.Distinct().Count() < all.Length))
            rules.Get("remind")!.Value.Refuse(
                RefusalCodes.Contradiction, $"{all.Length} clock times", $"up to {UnconfirmedRules.RemindersMost} different ones: WeCom takes no more reminders a day");
        var (_, remake) = ConditionParser.Optional(rules, "remake", Values.Share);
        if (remake is { Parts: 0 }) rules.Get("remake")!.Value.RefuseValue("a share above 0%; leave 'remake' out for never");
        var select = rules.Get("select") is { } selectAt && Values.Flag(selectAt) == true;
        return times is { } known ? new UnconfirmedRules([.. known.Select(time => time.Minute).Order()], remake, select) : null;
    }

    private static ClockTime? ReadTime(Place place) => BudgetParser.Minute(place) is { } minute ? new ClockTime(minute) : null;

    private sealed record ClockTime(int Minute);
}
