using System.Collections.Immutable;
using System.Text;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
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

    /// <summary>Draws what is learned, so that the rest of a world stays what it was before anything was.</summary>
    private readonly Random _learning;

    /// <summary>Draws through whom SOPs send, for the same reason.</summary>
    private readonly Random _sending;
    /// <summary>Draws the events that work on attributes, for the same reason.</summary>
    private readonly Random _working;
    private readonly List<string> _files = [];
    private readonly List<string> _tags = [];
    private readonly List<string> _ruleTags = [];
    private readonly List<string> _handTags = [];
    private readonly List<string> _audiences = [];
    private readonly List<string> _exclusive = [];
    private int _sops;
    private bool _crowded;

    /// <param name="inOrder">Whether every event arrives when it occurs.</param>
    public RandomWorld(int seed, bool inOrder)
    {
        Seed = seed;
        _random = new Random(seed);
        _learning = new Random(~seed);
        _sending = new Random(seed ^ 0x5E4D);
        _working = new Random(seed ^ 0x5EED);
        for (var g = _random.Next(1, 4); g > 0; g--) AddGroup();
        for (var a = _random.Next(0, 3); a > 0; a--)
        {
            var name = $"au{a}";
            _files.Add($"audience: {name}, when: {Condition(2)}");
            _audiences.Add(name);
        }
        if (Chance(2)) _files.Add("calendar: c, holidays: [ { from: 2026-03-02, to: 2026-03-03 } ], workdays: [ 2026-03-01 ], cohorts: { camp: 2026-03-03 }");
        else _files.Add("calendar: c, cohorts: { camp: 2026-03-02T12:00 }");
        // Many short messages that start together, so that they get into each other's way.
        _crowded = Chance(3);
        if (_crowded || Chance(2)) _files.Add(Workspace());
        for (var s = _sops = _random.Next(1, 5); s > 0; s--) AddSop(s);
        RequireContact = _random.Next(4) == 0;
        AddEvents(inOrder);
        Learn();
    }

    public int Seed { get; }
    public bool RequireContact { get; }
    public string[] Files => [.. _files];

    /// <summary>What was learned before the first event.</summary>
    public ValueTable Values { get; private set; } = ValueTable.Empty;

    /// <summary>What a guardrail has stopped before the first event.</summary>
    public string[] Stops { get; private set; } = [];

    /// <summary>In order of arrival.</summary>
    public List<(Instant ArrivesAt, EventFact Fact)> Arrivals { get; } = [];

    public static Instant Tick(int hour) => World.Time("03-01 00:00") + Duration.Hours(hour);

    public DefinitionSet Parse() => World.Parse(Files);

    public Plan PlanOf(DefinitionSet definitions) => Plan.Compile(definitions, World.Shanghai, RequireContact).With(Values).With(new GuardrailStops(
        Stops.ToImmutableSortedDictionary(what => what, _ => new GuardrailStop(Tick(0), 100, 10, null), StringComparer.Ordinal)));

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
        var kind = Pick("exclusive", "multi");
        if (kind == "exclusive") _exclusive.Add(group);
        _files.Add($"group: {group}, kind: {kind}, tags: [ {string.Join(", ", tags)} ]");
        // Only later groups read these: no cycles.
        _tags.AddRange(added);
    }

    private string Workspace()
    {
        var text = new StringBuilder("workspace: main, salt: pepper");
        if (Chance(2)) text.Append($", quiet_hours: {{ from: \"{_random.Next(0, 24):00}:00\", to: \"{Pick("08:00", "13:00", "00:00")}\" }}".Replace("from: \"08", "from: \"09", StringComparison.Ordinal).Replace("from: \"13", "from: \"14", StringComparison.Ordinal).Replace("from: \"00", "from: \"01", StringComparison.Ordinal));
        if (_crowded || Chance(2)) text.Append($", caps: {Pick("{ day: 1 }", "{ day: 2, gap: 3h }", "{ gap: 20h }", "{ week: 1 }", "{ day: 1, week: 2, gap: 5h }")}");
        if (Chance(2)) text.Append($", quota: {Pick("{ per: day, count: 1 }", "{ per: week, count: 2 }", "{ per: month, count: 3 }", "{ per: month, days: true }")}");
        if (Chance(4)) text.Append(", holdout: 45%");
        if (_crowded || Learns(3))
        {
            text.Append(", value: { lifetime: 50, enough: 20");
            if (_exclusive.Count > 0 && Learns(2)) text.Append($", segments: {_exclusive[_learning.Next(_exclusive.Count)]}");
            text.Append(" }");
        }
        return text.ToString();
    }

    private void AddSop(int number) => _files.Add(SopFile(number));

    /// <summary>The files with other SOPs: some as they were, some gone or come, some with their steps changed, reordered, added and taken away.</summary>
    public string[] Republished()
    {
        var files = _files.Where(file => !file.StartsWith("sop:", StringComparison.Ordinal)).ToList();
        // From the last: each may hand over to those before it.
        for (var number = _sops + 1; number >= 1; number--)
        {
            var before = _files.FirstOrDefault(file => file.StartsWith($"sop: s{number},", StringComparison.Ordinal));
            var needed = files.Any(file => file.Contains($"start: s{number} ", StringComparison.Ordinal) || file.Contains($"start: s{number},", StringComparison.Ordinal));
            if (Chance(6) && !needed) continue;
            if (before is not null && Chance(3)) files.Add(before);
            else if (before is not null || needed || Chance(3)) files.Add(Reordered(SopFile(number)));
        }
        _files.Clear();
        _files.AddRange(files);
        return Files;
    }

    /// <summary>Gives the steps each other's ids, so that by id they stand in another order.</summary>
    private string Reordered(string sop)
    {
        if (Chance(2)) return sop;
        var ids = Enumerable.Range(0, 7).ToArray();
        _random.Shuffle(ids);
        return System.Text.RegularExpressions.Regex.Replace(sop, @"(id|then|else): p(\d)", match => $"{match.Groups[1]}: p{ids[match.Groups[2].Value[0] - '0']}");
    }

    private string SopFile(int number)
    {
        var trigger = _crowded ? "{ event: a }" : _random.Next(6) switch
        {
            4 => Pick("manual", "{ cohort: camp }"),
            5 => $"{{ date: 2026-03-0{_random.Next(1, 5)}{Pick("", "T06:00")} }}",
            0 when _audiences.Count > 0 => $"{{ audience: {Pick([.. _audiences])} }}",
            1 => $"{{ {Event()} }}",
            _ => $"{{ tag: {Pick([.. _tags])} }}",
        };
        var text = new StringBuilder($"sop: s{number}, trigger: {trigger}, ");
        if (_sending.Next(2) == 0) text.Append($"sender: {new[] { "last_talked", "owner", "newest", "{ member: m1 }", "{ member: m2 }" }[_sending.Next(5)]}, ");
        if (Chance(3)) text.Append($"when: {Condition(2)}, ");
        if (Chance(3)) text.Append($"exit: {Condition(2)}, ");
        if (Chance(3)) text.Append($"goal: {Condition(2)}, ");
        if (Chance(3)) text.Append($"window: {_random.Next(1, 40)}h, ");
        var forAll = trigger.Contains("cohort", StringComparison.Ordinal) || trigger.Contains("date", StringComparison.Ordinal);
        if (Chance(3))
            text.Append(_random.Next(5) switch
            {
                0 when !forAll => "anchor: { attribute: due }, ",
                1 when !forAll => "anchor: { property: d }, ",
                2 => "anchor: { lunar: 正月十五 }, ",
                3 => "anchor: { cohort: camp }, ",
                _ => $"anchor: {{ date: 2026-03-0{_random.Next(1, 5)} }}, ",
            });
        if (Chance(3)) text.Append($"class: {Pick("service", "journey", "broadcast")}, ");
        if (Chance(3)) text.Append($"priority: {_random.Next(100)}, ");
        if (_crowded || Learns(3)) text.Append($"margin: {_learning.Next(1, 200)}, ");
        if (Chance(4)) text.Append($"holdout: {Pick("30%", "50%", "99.5%")}, ");
        if (Chance(3) && (trigger.Contains("tag", StringComparison.Ordinal) || trigger.Contains("audience", StringComparison.Ordinal))) text.Append($"stay: {Pick("true", "false")}, ");
        text.Append(_random.Next(3) switch { _ when _crowded => "reentry: always, ", 0 => "reentry: always, ", 1 => $"reentry: {{ after: {_random.Next(1, 20)}h }}, ", _ => "" });
        if (Chance(3)) text.Append($"lateness: {_random.Next(1, 6)}h, ");
        var count = _random.Next(1, 6);
        var steps = Enumerable.Range(0, count).Select(i => Step(i, count, number)).ToList();
        return text.Append($"steps: [ {string.Join(", ", steps)} ]").ToString();
    }

    /// <summary>Something of some messages, in some segments; of some splits; and now and then something is stopped.</summary>
    private void Learn()
    {
        var definitions = Parse();
        var segments = Learner.Segments(definitions).ToList();
        var (messages, splits) = (new List<LearnedMessage>(), new List<LearnedSplit>());
        foreach (var sop in definitions.Sops)
            foreach (var segment in segments)
            {
                foreach (var material in new[] { "m", "n" })
                {
                    if (Learns(4)) continue;
                    var counts = new OutcomeCounts(_learning.Next(10, 200), _learning.Next(10), _learning.Next(5));
                    messages.Add(new LearnedMessage(
                        new MessageKey(sop.Name, material, segment), counts, new BetaBelief(1 + counts.Converted, 20), new BetaBelief(1 + counts.Deleted, 99)));
                }
                foreach (var step in sop.Steps.Where(step => step.Learns && !Learns(3)))
                    splits.Add(new LearnedSplit(sop.Name, step.Id, segment, [new("a", new Share(70_000_000)), new("b", new Share(30_000_000))]));
            }
        Values = new ValueTable(Tick(0), [.. messages], [.. splits]);
        if (Learns(6)) Stops = ["material:n"];
        else if (Learns(6)) Stops = ["step:s1/p0"];
    }

    private string Step(int number, int count, int sop)
    {
        var text = new StringBuilder($"{{ id: p{number}, ");
        if (_crowded && !Chance(4))
            return text.Append($"at: +{_random.Next(0, 4)}h, expires: {_random.Next(5, 60)}h, late: send, send: {Pick("direct", "sms")}, material: {(Learns(3) ? "n" : "m")} }}").ToString();
        text.Append(_random.Next(5) switch
        {
            0 => "",
            1 => $"at: day {_random.Next(-1, 3)} {_random.Next(0, 24):00}:00, ",
            2 => $"at: workday {_random.Next(-1, 3)} {_random.Next(0, 24):00}:00, ",
            _ => $"at: +{_random.Next(0, 30)}h, ",
        });
        if (Chance(6)) text.Append("avoid: holidays, ");
        // A later step, or none: the next one.
        string Way(string key) => number + 1 < count && Chance(2) ? $", {key}: p{_random.Next(number + 1, count)}" : "";
        switch (_random.Next(8))
        {
            case 0:
                return text.Append($"wait: {{ {Event()} }}, for: {_random.Next(1, 20)}h{Way("then")}{Way("else")} }}").ToString();
            case 1:
                return text.Append($"branch: [ {{ when: {Condition(1)}{Way("then")} }}, {{ when: {Condition(1)}{Way("then")} }} ]{Way("else")} }}").ToString();
        }
        if (Chance(4)) text.Append($"when: {Condition(1)}, ");
        if (Chance(2)) text.Append("late: send, ");
        if (Chance(2)) text.Append($"expires: {_random.Next(1, 40)}h, ");
        if (Chance(8)) text.Append("end: true, ");
        if (Chance(6))
            return text.Append(Learns(2)
                ? "split: thompson, send: direct, material: { a: m, b: n } }"
                : "split: { a: 20%, b: 45.5%, c: 34.5% }, send: direct, material: { a: m, b: m, c: m } }").ToString();
        text.Append(_random.Next(9) switch
        {
            8 when sop > 1 => $"start: s{_random.Next(1, sop)}",
            0 when _handTags.Count > 0 => $"tag: {Pick([.. _handTags])}",
            1 when _handTags.Count > 0 => $"untag: {Pick([.. _handTags])}",
            2 => $"set: {{ tier: {Pick("x", "y", "null")} }}",
            3 => $"set: {{ points: {_random.Next(5)} }}",
            4 => "task: ring up, due: 4h",
            5 => Pick("invite: club", "remove: club", "call: hook"),
            _ => $"send: {Pick("direct", "sms")}, material: m{Pick("", "", ", defer: false")}",
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
            4 when _working.Next(3) == 0 => $"{{ attribute: marks, contains: {(_random.Next(1, 5) < 3 ? "x" : "y")} }}",
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
        var count = _random.Next(4, 32);
        var refusing = new Random(Seed + 1);
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
                    3 => $"{{'due': '{Pick("2026-03-02", "2026-03-03T09:00", "soon")}'}}",
                    _ => $"{{'tier': '{Pick("x", "y")}', 'points': {_random.Next(5)}}}",
                }),
                4 when _tags.Count > 0 => (Pick("tag.set", "tag.unset"), $"{{'tag': '{Pick([.. _tags, .. _handTags, .. _handTags])}'}}", ""),
                5 when Chance(2) => (Pick("sop.start", "sop.let_in"), $"{{'sop': 's{_random.Next(1, _sops + 2)}'}}", ""),
                _ => (Pick(s_names), $"{{'p': '{Pick("x", "y")}', 'n': {_random.Next(4)}{Pick("", ", 'd': '2026-03-02T15:00+08:00'")}}}", Chance(8) ? "{'points': 4}" : ""),
            };
            // Perhaps of a message that was decided on then.
            if (_crowded && refusing.Next(12) == 0)
                (name, properties, attributes) = ("delivery.refused", $"{{'plannedAt': {Tick(hours[i] - refusing.Next(4)).UnixMs}, 'touchpoint': '{(refusing.Next(2) == 0 ? "direct" : "sms")}'}}", "");
            if (name == "profile" && _working.Next(2) == 0) (name, attributes) = Working();
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

    private (string Name, string Attributes) Working() => _working.Next(5) switch
    {
        0 => ("profile.set_once", $"{{'tier': '{(_working.Next(2) == 0 ? "x" : "y")}', 'points': {_working.Next(5)}}}"),
        1 => ("profile.appended", $"{{'tier': ['x', 'y', 'x'], 'marks': ['{(_working.Next(2) == 0 ? "x" : "y")}']}}"),
        2 => ("profile.deleted", ""),
        _ => ("profile.incremented", $"{{'points': {_working.Next(-2, 4)}, 'tier': 1}}"),
    };

    private string Member() => $"{{'member': '{Pick("m1", "m2")}'}}";

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private bool Learns(int oneIn) => _learning.Next(oneIn) == 0;

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
