using System.Text;
using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Bench;

/// <summary>What an event costs among many rules that do not read its name, against the usual 20 rules, in turns.</summary>
internal static class RulesBench
{
    private const int Rounds = 3;

    public static int Run(int events, int customers, int rules)
    {
        var facts = new BenchEvents(customers, events, DateTimeOffset.UtcNow).All().Select((one, i) => (one.Customer, Fact: new EventFact
        {
            Id = one.Id,
            Name = one.Name,
            OccurredAt = Instant.From(one.At),
            Arrival = i + 1,
            Properties = BenchEvents.Utf8(one.Properties),
        })).ToArray();
        var (few, many) = (BenchPlan.Compile(), Compile(rules));
        var (fewUs, manyUs) = (double.MaxValue, double.MaxValue);
        var (firstFewUs, firstManyUs) = (double.MaxValue, double.MaxValue);
        // The least of several rounds in turns: what else the machine does falls on both.
        for (var round = 0; round < Rounds; round++)
        {
            (firstFewUs, fewUs) = Least((firstFewUs, fewUs), Fold(few, facts, customers));
            (firstManyUs, manyUs) = Least((firstManyUs, manyUs), Fold(many, facts, customers));
        }
        Console.WriteLine(
            $"rules: an event costs {manyUs:F2} µs among {rules:N0} rules and {fewUs:F2} µs among 20, ratio {manyUs / fewUs:F2}; a customer's first event, at which every rule is asked, {firstManyUs:F1} µs and {firstFewUs:F1} µs");
        return 0;

        static (double, double) Least((double, double) a, (double, double) b) => (Math.Min(a.Item1, b.Item1), Math.Min(a.Item2, b.Item2));
    }

    /// <returns>Processor time of a customer's first event and of each one after it, in µs.</returns>
    private static (double First, double Later) Fold(Plan plan, (int Customer, EventFact Fact)[] facts, int customers)
    {
        var states = new CustomerState?[customers];
        var effects = new List<Effect>();
        var firsts = new List<(int, EventFact)>();
        var later = new List<(int, EventFact)>(facts.Length);
        var met = new bool[customers];
        foreach (var (customer, fact) in facts)
        {
            (met[customer] ? later : firsts).Add((customer, fact));
            met[customer] = true;
        }
        // All customers come first, at one early instant, so that the two kinds of events can be told apart.
        var start = facts[0].Fact.OccurredAt;
        var first = Time(firsts, fact => new EventFact { Id = fact.Id, Name = fact.Name, OccurredAt = start, Arrival = 0, Properties = fact.Properties });
        return (first, Time(later, fact => fact));

        double Time(List<(int Customer, EventFact Fact)> some, Func<EventFact, EventFact> as_)
        {
            var prepared = some.ConvertAll(one => (one.Customer, Fact: as_(one.Fact)));
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            foreach (var (customer, fact) in prepared)
            {
                effects.Clear();
                CustomerFold.Fold(plan, states[customer] ??= new CustomerState($"c{customer}"), fact, fact.OccurredAt, effects);
            }
            return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / some.Count;
        }
    }

    private static Plan Compile(int rules)
    {
        var files = new Dictionary<string, byte[]>(BenchDefinitions.Files);
        // The usual 20, and the rest of them about events that nobody sends here.
        for (var made = 20; made < rules; made += 20)
        {
            var text = new StringBuilder($"group: other-{made}\nkind: multi\ntags:\n");
            for (var i = 0; i < 20; i++) text.Append($"  - {{ tag: t{i}, when: {{ event: other.e{made + i}, within: 30d, count: {{ at_least: 2 }} }} }}\n");
            files[$"other-{made}.yaml"] = Encoding.UTF8.GetBytes(text.ToString());
        }
        var parsed = DefinitionFolder.Parse(files);
        var set = parsed.Set ?? throw new InvalidOperationException(string.Join('\n', parsed.Refusals));
        return Plan.Compile(set, ZoneTables.Get(set.Workspace.TimeZone)!, requireContact: false);
    }
}
