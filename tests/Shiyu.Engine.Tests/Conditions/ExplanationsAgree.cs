using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Conditions;

/// <summary>For random conditions and histories: every part of an explanation says what decides, and its events are the reason.</summary>
public sealed class ExplanationsAgree
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void With_the_compiled_condition_and_with_a_scan(int block)
    {
        var explained = new HashSet<string>();
        for (var i = 0; i < 500; i++) RunOne(block * 1_000_000 + i, explained);
        // Trees in which some form is never true, or never false, would prove nothing of it.
        foreach (var form in new[] { "All", "Any", "Not", "OfAttribute", "HasTag", "HasContact", "InAudience", "Events", "Sequence", "Unanswered" })
            Assert.Superset(new HashSet<string> { $"{form} True", $"{form} False" }, explained);
    }

    private static void RunOne(int seed, HashSet<string> explained)
    {
        var random = new RandomConditions(seed);
        Condition inner;
        do inner = random.Condition(1); while (Names(inner, "all"));
        var definitions = DefinitionSet.Empty with { Audiences = DefinitionSet.Empty.Audiences.Add("all", new AudienceDefinition("all", null, inner)) };
        var conditions = Enumerable.Range(0, 3).Select(_ => random.Condition(2)).ToList();
        var set = new AccumulatorSet();
        var compiled = conditions.Select(condition => ConditionCompiler.Compile(condition, definitions, RandomConditions.Zone, set, ofRun: false, set)).ToList();
        var since = random.Time();
        var asking = new Asking
        {
            Zone = RandomConditions.Zone, Accumulators = set.NewStates(), Attributes = new AttributeTable(), Contacts = new ContactTable(), Tags = new Tags(since),
        };

        var history = new List<EventFact>();
        foreach (var at in Enumerable.Range(0, 4 + random.Next(14)).Select(_ => random.Time()).Order())
        {
            var fact = random.Event(history.Count + 1, at);
            history.Add(fact);
            set.Absorb(asking.Accumulators, fact, at);
            asking.Attributes.Absorb(fact);
            asking.Contacts.Absorb(fact);
            // At the event, or a little later, when only time has passed.
            var now = asking.Now = at + Duration.Hours(random.Next(3) * 3);
            var naive = new NaiveConditions(definitions, RandomConditions.Zone, history, asking.Tags.HeldSince, now);
            var explainer = new Explainer(definitions, asking, [.. history.OrderBy(f => new Moment(f.OccurredAt, f.Arrival))], []);
            for (var c = 0; c < conditions.Count; c++)
            {
                var explanation = explainer.Explain(conditions[c], compiled[c].Root, ofRun: false);
                var answer = compiled[c].Ask(asking, out var nextChange);
                Assert.True((answer, nextChange) == (explanation.IsTrue, explanation.NextChange), $"seed {seed} at {now}");
                foreach (var part in Parts(explanation))
                {
                    Assert.True(naive.IsTrue(part.Condition) == part.IsTrue, $"seed {seed} at {now}: {part.Condition} is said to be {part.IsTrue}");
                    CheckEvidence(part, now, $"seed {seed} at {now}: {part.Condition}");
                    explained.Add($"{part.Condition.GetType().Name} {part.IsTrue}");
                }
            }
        }
    }

    private static void CheckEvidence(Explanation part, Instant now, string about)
    {
        if (part.Evidence is not Evidence.Events events) return;
        Assert.True(events.Total >= events.Newest.Length && events.Newest.Length == Math.Min(events.Total, Evidence.Events.NamedMax), about);
        Assert.True(events.Newest.All(fact => fact.OccurredAt <= now), about);
        Assert.True(events.Newest.Zip(events.Newest.Skip(1)).All(pair => new Moment(pair.First.OccurredAt, pair.First.Arrival) > new Moment(pair.Second.OccurredAt, pair.Second.Arrival)), about);
        switch (part.Condition)
        {
            case Condition.Events { Measure: null }:
                Assert.True(part.IsTrue == events.Total > 0, about);
                break;
            case Condition.Events { Measure: { Kind: MeasureKind.Count } count }:
                Assert.True(part.IsTrue == new NumberTests(count.Comparisons).Hold(events.Total), about);
                break;
            case Condition.Events { Measure: { Kind: MeasureKind.Last } last } when events.Total > 0:
                Assert.True(part.IsTrue == new NumberTests(last.Comparisons).Hold(now.UnixMs - events.Newest[0].OccurredAt.UnixMs), about);
                break;
            // Over nothing only these have a value.
            case Condition.Events { Measure.Kind: not (MeasureKind.Sum or MeasureKind.Distinct) } when part.IsTrue:
                Assert.True(events.Total > 0, about);
                break;
            case Condition.Sequence sequence when part.IsTrue:
                var chain = events.Newest.Reverse().ToList();
                Assert.True(chain.Select(fact => fact.Name).SequenceEqual(sequence.Elements.Select(element => element.Name)), about);
                Assert.True(chain[^1].OccurredAt - chain[0].OccurredAt <= sequence.Within && !(now - chain[0].OccurredAt >= sequence.Horizon), about);
                break;
            case Condition.Unanswered unanswered when part.IsTrue:
                Assert.True(events.Total == 1 && now - events.Newest[0].OccurredAt >= unanswered.For, about);
                break;
        }
    }

    private static IEnumerable<Explanation> Parts(Explanation explanation) => explanation.Parts.SelectMany(Parts).Prepend(explanation);

    private static bool Names(Condition condition, string audience) => condition switch
    {
        Condition.InAudience named => named.Name == audience,
        Condition.All all => all.Parts.Any(part => Names(part, audience)),
        Condition.Any any => any.Parts.Any(part => Names(part, audience)),
        Condition.Not not => Names(not.Part, audience),
        _ => false,
    };

    private sealed class Tags(Instant since) : ITagView
    {
        public Instant? HeldSince(TagName tag) => tag == RandomConditions.HeldTag ? since : null;
    }
}
