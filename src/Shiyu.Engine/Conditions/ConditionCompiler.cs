using System.Collections.Immutable;
using System.Globalization;
using Shiyu.Engine.Conditions.Accumulators;
using Shiyu.Engine.Conditions.Leaves;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

public static class ConditionCompiler
{
    /// <param name="definitions">For audiences, which are compiled in place.</param>
    /// <param name="events">Where event forms keep their accumulators: the customer's set, or an SOP's run set.</param>
    /// <param name="ofRun">Whether <paramref name="events"/> is a run's: then event forms read <see cref="Asking.RunAccumulators"/>
    /// (audiences named inside still read the customer's).</param>
    /// <param name="customer">The customer's set: for audiences named inside a goal or exit, which are asked as they stand.</param>
    public static CompiledCondition Compile(
        Condition condition, DefinitionSet definitions, ZoneTable zone, AccumulatorSet events, bool ofRun, AccumulatorSet customer)
    {
        var compilation = new Compilation(definitions, zone, customer);
        var root = compilation.NodeOf(condition, events, ofRun);
        return new CompiledCondition(root, compilation.Needs());
    }

    /// <summary>A pattern asked of one event at a time (SOP triggers).</summary>
    public static CompiledPattern Compile(EventPattern pattern, ZoneTable zone) => new(pattern, zone);

    private sealed class Compilation(DefinitionSet definitions, ZoneTable zone, AccumulatorSet customer)
    {
        private readonly Dictionary<string, Node> _audiences = new(StringComparer.Ordinal);
        private readonly ImmutableHashSet<string>.Builder _events = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        private readonly ImmutableHashSet<TagName>.Builder _tags = ImmutableHashSet.CreateBuilder<TagName>();
        private readonly ImmutableHashSet<string>.Builder _attributes = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        private bool _contacts;

        public ConditionNeeds Needs() => new(_events.ToImmutable(), _tags.ToImmutable(), _attributes.ToImmutable(), _contacts);

        public Node NodeOf(Condition condition, AccumulatorSet events, bool ofRun)
        {
            switch (condition)
            {
                case Condition.Always: return new ConstantNode(true);
                case Condition.Never: return new ConstantNode(false);
                case Condition.All c: return new AllNode([.. c.Parts.Select(part => NodeOf(part, events, ofRun))]);
                case Condition.Any c: return new AnyNode([.. c.Parts.Select(part => NodeOf(part, events, ofRun))]);
                case Condition.Not c: return new NotNode(NodeOf(c.Part, events, ofRun));
                case Condition.InAudience c: return AudienceOf(c.Name);
            }
            return condition switch
            {
                Condition.OfAttribute c => AttributeOf(c),
                Condition.HasTag c => TagOf(c),
                Condition.HasContact c => ContactOf(c),
                Condition.Events c => EventsOf(c, events, ofRun),
                Condition.Sequence c => SequenceOf(c, events, ofRun),
                Condition.Unanswered c => UnansweredOf(c, events, ofRun),
                _ => throw new ArgumentException($"Not a known condition: {condition}.", nameof(condition)),
            };
        }

        private Node AudienceOf(string name)
        {
            if (!_audiences.TryGetValue(name, out var node))
                // Only an older version of an SOP names one that is gone.
                _audiences.Add(name, node = definitions.Audiences.TryGetValue(name, out var known) ? NodeOf(known.When, customer, ofRun: false) : new ConstantNode(false));
            return node;
        }

        private AttributeLeaf AttributeOf(Condition.OfAttribute condition)
        {
            var leaf = new AttributeLeaf(condition.Name, condition.Comparisons);
            _attributes.Add(condition.Name);
            if (leaf.Root is { } root) _attributes.Add(root);
            return leaf;
        }

        private TagLeaf TagOf(Condition.HasTag condition)
        {
            _tags.Add(condition.Tag);
            return new TagLeaf(condition.Tag, condition.For?.Ms);
        }

        private ContactLeaf ContactOf(Condition.HasContact condition)
        {
            _contacts = true;
            return new ContactLeaf(condition.Member, condition.State, condition.Since?.InstantIn(zone) ?? Instant.Min);
        }

        private Leaf EventsOf(Condition.Events condition, AccumulatorSet set, bool ofRun)
        {
            var pattern = condition.Event;
            _events.Add(pattern.Name);
            var kind = condition.Measure?.Kind ?? MeasureKind.Count;
            var tests = condition.Measure is { } measure ? new NumberTests(measure.Comparisons) : NumberTests.AtLeastOne;
            var within = condition.Window.Within?.Ms;
            var since = condition.Window.Since?.InstantIn(zone).UnixMs ?? long.MinValue;
            var property = condition.Measure?.Of is { } path ? set.ListenerOf(pattern.Name).PropertyOf(path) : -1;
            var window = $"within {within} since {since}";
            // The path and not its slot: the key says the same in every set.
            var of = $"of {condition.Measure?.Of?.Length}:{condition.Measure?.Of}";

            if (IsRelative(pattern))
            {
                var ages = kind is MeasureKind.Last or MeasureKind.First
                    ? tests.Bounds.SelectMany(bound => new[] { (long)bound, (long)bound + 1 })
                    : [];
                var dated = Dated(set, [pattern], $"{window} {of}", within, since, property);
                return new DatedMeasureLeaf(dated, ofRun, kind, tests, within, within is { } d ? [.. ages, d] : [.. ages]);
            }

            switch (kind)
            {
                case MeasureKind.Count when within is { } d:
                {
                    var most = tests.Saturation;
                    if (most == 1)
                        return new AnyWithinLeaf(Shared("latest", $"{since}", () => new Latest(since)), ofRun, d, tests.Hold(0), tests.Hold(1));
                    return new CountWithinLeaf(InstantsOf(d, most), ofRun, tests, d);
                }
                case MeasureKind.Count:
                {
                    var counted = Shared("count", window, () => new CountedEver(since));
                    counted.Most = Math.Max(counted.Most, tests.Saturation);
                    return new CountEverLeaf(counted, ofRun, tests);
                }
                case MeasureKind.Last:
                    return new AgeLeaf(Shared("latest", $"{since}", () => new Latest(since)), ofRun, tests, within);
                case MeasureKind.First when within is { } d:
                    return new FirstWithinLeaf(InstantsOf(d, int.MaxValue), ofRun, tests, d);
                case MeasureKind.First:
                    return new AgeLeaf(Shared("earliest", $"{since}", () => new Earliest(since)), ofRun, tests, null);
                case MeasureKind.Sum or MeasureKind.Avg when within is { } d:
                {
                    var numbers = Shared("numbers", $"{window} {of}", () => new NumbersWithin(d, property));
                    return new SumWithinLeaf(numbers, ofRun, tests, d, kind == MeasureKind.Avg);
                }
                case MeasureKind.Sum or MeasureKind.Avg:
                {
                    var sum = Shared("sum", $"{window} {of}", () => new SumEver(since, property));
                    return new SumEverLeaf(sum, ofRun, tests, kind == MeasureKind.Avg);
                }
                case MeasureKind.Max or MeasureKind.Min:
                {
                    var extremes = Shared(
                        $"{kind}", $"{window} {of}", () => new Extremes(within, since, property, kind == MeasureKind.Max));
                    return new ExtremeLeaf(extremes, ofRun, tests, within);
                }
                default:
                {
                    var distinct = Shared("distinct", $"{window} {of}", () => new Distinct(within, since, property));
                    distinct.Most = Math.Max(distinct.Most, tests.Saturation);
                    return new DistinctLeaf(distinct, ofRun, tests, within);
                }
            }

            T Shared<T>(string what, string detail, Func<T> make) where T : Accumulator =>
                set.Shared($"{what} {detail} {Keys.Of(pattern)}", Patterns(set, [pattern]), make);

            InstantsWithin InstantsOf(long d, int most)
            {
                var instants = Shared("instants", window, () => new InstantsWithin(d));
                instants.Most = Math.Max(instants.Most, most);
                return instants;
            }
        }

        private Leaf SequenceOf(Condition.Sequence condition, AccumulatorSet set, bool ofRun)
        {
            var elements = condition.Elements;
            foreach (var element in elements) _events.Add(element.Name);
            var (within, horizon) = (condition.Within.Ms, condition.Horizon?.Ms);
            if (elements.Any(IsRelative))
            {
                var dated = Dated(set, elements, $"sequence {horizon}", horizon, long.MinValue, -1);
                return new DatedSequenceLeaf(dated, ofRun, elements.Length, within, horizon, horizon is { } h ? [h] : []);
            }
            var sequences = set.Shared(
                $"sequence {within} {horizon} {KeysOf(elements)}", Patterns(set, elements),
                () => new Sequences(elements.Length, within, horizon));
            return new SequenceLeaf(sequences, ofRun, horizon);
        }

        private Leaf UnansweredOf(Condition.Unanswered condition, AccumulatorSet set, bool ofRun)
        {
            ImmutableArray<EventPattern> patterns = [condition.Event, condition.By];
            foreach (var pattern in patterns) _events.Add(pattern.Name);
            var (waited, within) = (condition.For.Ms, condition.Within?.Ms);
            if (patterns.Any(IsRelative))
            {
                var dated = Dated(set, patterns, $"unanswered {within}", within, long.MinValue, -1);
                return new DatedUnansweredLeaf(dated, ofRun, waited, within, within is { } w ? [waited, w] : [waited]);
            }
            var unanswered = set.Shared($"unanswered {KeysOf(patterns)}", Patterns(set, patterns), () => new Unanswered());
            return new UnansweredLeaf(unanswered, ofRun, waited, within);
        }

        private DatedEvents Dated(
            AccumulatorSet set, ImmutableArray<EventPattern> patterns, string detail, long? keep, long since, int property)
        {
            var tests = from element in Enumerable.Range(0, patterns.Length)
                        from filter in patterns[element].Where
                        from comparison in filter.Comparisons
                        where comparison.IsRelative
                        let place = set.ListenerOf(patterns[element].Name).PropertyOf(filter.Path)
                        select new DateTest(1UL << element, place, filter.Path, comparison);
            return set.Shared(
                $"dated {detail} {KeysOf(patterns)}", Patterns(set, patterns), () => new DatedEvents([.. tests], keep, since, property));
        }

        private IReadOnlyList<(string Event, int Pattern)> Patterns(AccumulatorSet set, ImmutableArray<EventPattern> patterns) =>
            [.. patterns.Select(pattern => (pattern.Name, set.ListenerOf(pattern.Name).PatternOf(pattern, zone)))];

        private static string KeysOf(ImmutableArray<EventPattern> patterns) =>
            string.Join('|', patterns.Select(pattern => Keys.Of(pattern)).Prepend(patterns.Length.ToString(CultureInfo.InvariantCulture)));

        private static bool IsRelative(EventPattern pattern) =>
            pattern.Where.Any(filter => filter.Comparisons.Any(comparison => comparison.IsRelative));
    }
}
