using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>
/// Small random definitions and a small random history on a grid of whole hours, so that ties and exact boundaries happen all the time.
/// Everything follows from the seed.
/// </summary>
internal sealed class RandomWorld
{
    public const int Hours = 96;

    private static readonly string[] s_names = ["a", "b", "c"];
    private readonly Random _random;
    private readonly List<string> _files = [];
    private readonly List<string> _tags = [];
    private readonly List<string> _ruleTags = [];
    private readonly List<string> _handTags = [];
    private readonly List<string> _audiences = [];

    /// <param name="inOrder">Whether every event arrives when it occurs.</param>
    public RandomWorld(int seed, bool inOrder)
    {
        Seed = seed;
        _random = new Random(seed);
        for (var g = _random.Next(1, 4); g > 0; g--) AddGroup();
        for (var a = _random.Next(0, 3); a > 0; a--)
        {
            var name = $"au{a}";
            _files.Add($"audience: {name}, when: {Condition(2)}");
            _audiences.Add(name);
        }
        for (var s = _random.Next(1, 4); s > 0; s--) AddSop(s);
        RequireContact = _random.Next(4) == 0;
        AddEvents(inOrder);
    }

    public int Seed { get; }
    public bool RequireContact { get; }
    public string[] Files => [.. _files];

    /// <summary>In order of arrival.</summary>
    public List<(Instant ArrivesAt, EventFact Fact)> Arrivals { get; } = [];

    public static Instant Tick(int hour) => World.Time("03-01 00:00") + Duration.Hours(hour);

    public DefinitionSet Parse() => World.Parse(Files);

    public override string ToString()
    {
        var text = new StringBuilder($"seed {Seed}, contacts {(RequireContact ? "required" : "not required")}\n");
        foreach (var file in _files) text.AppendLine(file);
        foreach (var (at, fact) in Arrivals)
            text.AppendLine($"{World.Shown(at)} {fact.Id} {fact.Name} of {World.Shown(fact.OccurredAt)} {Encoding.UTF8.GetString(fact.Properties.Span)} {Encoding.UTF8.GetString(fact.Attributes.Span)}");
        return text.ToString();
    }

    private void AddGroup()
    {
        var group = $"g{_random.Next(10)}{_files.Count}";
        var tags = new List<string>();
        var added = new List<string>();
        for (var t = 0; t < _random.Next(1, 4); t++)
        {
            var byHand = _random.Next(4) == 0;
            added.Add($"{group}/t{t}");
            (byHand ? _handTags : _ruleTags).Add($"{group}/t{t}");
            var hold = _random.Next(5) switch { 0 => ", hold: once", 1 => $", hold: {{ for: {_random.Next(1, 12)}h }}", _ => "" };
            tags.Add(byHand ? $"{{ tag: t{t} }}" : $"{{ tag: t{t}, when: {Condition(2)}{hold} }}");
        }
        _files.Add($"group: {group}, kind: {Pick("exclusive", "multi")}, tags: [ {string.Join(", ", tags)} ]");
        // Only later groups read these: no cycles.
        _tags.AddRange(added);
    }

    private void AddSop(int number)
    {
        var trigger = _random.Next(4) switch
        {
            0 when _audiences.Count > 0 => $"{{ audience: {Pick([.. _audiences])} }}",
            1 => $"{{ {Event()} }}",
            _ => $"{{ tag: {Pick([.. _tags])} }}",
        };
        var text = new StringBuilder($"sop: s{number}, trigger: {trigger}, ");
        if (Chance(3)) text.Append($"when: {Condition(2)}, ");
        if (Chance(3)) text.Append($"exit: {Condition(2)}, ");
        if (Chance(3)) text.Append($"goal: {Condition(2)}, ");
        if (Chance(3)) text.Append($"window: {_random.Next(1, 40)}h, ");
        if (Chance(3) && !trigger.Contains("event", StringComparison.Ordinal)) text.Append($"stay: {Pick("true", "false")}, ");
        text.Append(_random.Next(3) switch { 0 => "reentry: always, ", 1 => $"reentry: {{ after: {_random.Next(1, 20)}h }}, ", _ => "" });
        if (Chance(3)) text.Append($"lateness: {_random.Next(1, 6)}h, ");
        var steps = Enumerable.Range(0, _random.Next(1, 5)).Select(Step);
        _files.Add(text.Append($"steps: [ {string.Join(", ", steps)} ]").ToString());
    }

    private string Step(int number)
    {
        var text = new StringBuilder($"{{ id: p{number}, ");
        text.Append(_random.Next(4) switch
        {
            0 => "",
            1 => $"at: day {_random.Next(0, 3)} {_random.Next(0, 24):00}:00, ",
            _ => $"at: +{_random.Next(0, 30)}h, ",
        });
        if (Chance(4)) text.Append($"when: {Condition(1)}, ");
        if (Chance(2)) text.Append("late: send, ");
        if (Chance(4)) text.Append($"expires: {_random.Next(1, 5)}h, ");
        if (Chance(8)) text.Append("end: true, ");
        text.Append(_random.Next(8) switch
        {
            0 when _handTags.Count > 0 => $"tag: {Pick([.. _handTags])}",
            1 when _handTags.Count > 0 => $"untag: {Pick([.. _handTags])}",
            2 => $"set: {{ tier: {Pick("x", "y", "null")} }}",
            3 => $"set: {{ points: {_random.Next(5)} }}",
            4 => "task: ring up, due: 4h",
            5 => Pick("invite: club", "remove: club", "call: hook"),
            _ => $"send: {Pick("direct", "sms")}, material: m",
        });
        return text.Append(" }").ToString();
    }

    private string Condition(int depth)
    {
        if (depth > 0 && Chance(3))
            return _random.Next(3) switch
            {
                0 => $"{{ all: [ {Condition(depth - 1)}, {Condition(depth - 1)} ] }}",
                1 => $"{{ any: [ {Condition(depth - 1)}, {Condition(depth - 1)} ] }}",
                _ => $"{{ not: {Condition(depth - 1)} }}",
            };
        return _random.Next(12) switch
        {
            0 when _audiences.Count > 0 => $"{{ audience: {Pick([.. _audiences])} }}",
            1 or 2 when _tags.Count > 0 => $"{{ tag: {Pick([.. _tags])}{(Chance(2) ? $", for: {_random.Next(1, 8)}h" : "")} }}",
            3 => $"{{ attribute: tier, is: {Pick("x", "y")} }}",
            4 => $"{{ attribute: points, at_least: {_random.Next(1, 5)} }}",
            5 => Chance(2) ? "{ contact: any }" : "{ contact: m1, state: deleted_by_customer }",
            6 => $"{{ unanswered: {{ {Event()} }}, by: {{ {Event()} }}, for: {_random.Next(1, 9)}h{(Chance(2) ? $", within: {_random.Next(9, 20)}h" : "")} }}",
            7 => $"{{ {Event()}, last: {{ at_least: {_random.Next(1, 6)}h, less_than: {_random.Next(6, 12)}h }} }}",
            8 => $"{{ {Event()}{Window()}, count: {{ {Pick("at_least", "at_most")}: {_random.Next(0, 4)} }} }}",
            9 => $"{{ {Event()}{Window()}, sum: {{ of: n, at_least: {_random.Next(1, 8)} }} }}",
            10 => Pick("always", "never"),
            _ => $"{{ {Event()}{Window()} }}",
        };
    }

    private string Event() => $"event: {Pick(s_names)}{(Chance(3) ? $", where: {{ p: {Pick("x", "y")} }}" : "")}";

    private string Window() => Chance(2) ? $", within: {_random.Next(1, 20)}h" : "";

    private void AddEvents(bool inOrder)
    {
        var count = _random.Next(1, 24);
        var hours = Enumerable.Range(0, count).Select(_ => _random.Next(Hours - 24)).Order().ToList();
        for (var i = 0; i < count; i++)
        {
            var off = inOrder || Chance(2) ? 0 : _random.Next(-8, 3);
            var (name, properties, attributes) = _random.Next(12) switch
            {
                0 => ("contact.added", Member(), ""),
                1 => (Pick("contact.deleted_by_customer", "contact.deleted_by_member"), Member(), ""),
                2 or 3 => ("profile", "", _random.Next(6) switch
                {
                    0 => "{'do_not_disturb': true}",
                    1 => "{'do_not_disturb': false, 'points': 3}",
                    2 => "{'tier': null}",
                    _ => $"{{'tier': '{Pick("x", "y")}', 'points': {_random.Next(5)}}}",
                }),
                4 when _tags.Count > 0 => (Pick("tag.set", "tag.unset"), $"{{'tag': '{Pick([.. _tags, .. _handTags, .. _handTags])}'}}", ""),
                _ => (Pick(s_names), $"{{'p': '{Pick("x", "y")}', 'n': {_random.Next(4)}}}", Chance(8) ? "{'points': 4}" : ""),
            };
            var fact = new EventFact
            {
                Id = $"e{i}",
                Name = name,
                OccurredAt = Tick(hours[i] + off),
                Arrival = i + 1,
                Properties = Encoding.UTF8.GetBytes(properties.Replace('\'', '"')),
                Attributes = Encoding.UTF8.GetBytes(attributes.Replace('\'', '"')),
            };
            Arrivals.Add((Tick(hours[i]), fact));
        }
    }

    private string Member() => $"{{'member': '{Pick("m1", "m2")}'}}";

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
