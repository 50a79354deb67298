using System.Buffers;
using System.Text;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Conditions;

/// <summary>Law 3: after any history, at any instant, the incremental answer is the scan's, and the next change is known.</summary>
public sealed class IncrementalEqualsNaive
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void For_random_conditions_and_histories(int block)
    {
        for (var i = 0; i < 500; i++) RunOne(block * 1_000_000 + i);
    }

    internal static void RunOne(int seed)
    {
        var random = new RandomConditions(seed);
        var definitions = DefinitionSet.Empty with
        {
            Audiences = DefinitionSet.Empty.Audiences.Add("all", new AudienceDefinition("all", null, WithoutAudience(random))),
        };
        var conditions = Enumerable.Range(0, 4).Select(_ => random.Condition(2)).ToList();
        var set = new AccumulatorSet();
        var compiled = conditions
            .Select(condition => ConditionCompiler.Compile(condition, definitions, RandomConditions.Zone, set, ofRun: false, set)).ToList();
        var tags = new Tags(random.Time());
        var asking = new Asking
        {
            Zone = RandomConditions.Zone, Accumulators = set.NewStates(), Attributes = new AttributeTable(), Contacts = new ContactTable(), Tags = tags,
        };

        var times = Enumerable.Range(0, 4 + random.Next(14)).Select(_ => random.Time()).Order().ToList();
        // Some arrive late: their time is earlier than what has been folded before.
        for (var late = random.Next(4); late > 0; late--)
        {
            var from = random.Next(times.Count);
            var moved = times[from];
            times.RemoveAt(from);
            times.Insert(from + random.Next(times.Count - from + 1), moved);
        }

        var history = new List<EventFact>();
        var now = new Instant(long.MinValue / 2);
        foreach (var at in times)
        {
            now = new Instant(Math.Max(now.UnixMs, at.UnixMs));
            var fact = random.Event(history.Count + 1, at);
            history.Add(fact);
            asking.Now = now;
            set.Absorb(asking.Accumulators, fact, now);
            asking.Attributes.Absorb(fact);
            asking.Contacts.Absorb(fact);
            if (random.Next(5) == 0) PassThroughBytes(set, asking);

            var naive = new NaiveConditions(definitions, RandomConditions.Zone, history, tags.HeldSince, now);
            for (var c = 0; c < conditions.Count; c++)
            {
                Same(naive.IsTrue(conditions[c]), compiled[c].IsTrue(asking), "at an event");
                if (random.Next(4) == 0) CheckTime(conditions[c], compiled[c], naive);

                void Same(bool expected, bool actual, string when) =>
                    Assert.True(expected == actual, $"seed {seed}, {when} {asking.Now} after {history.Count} events: scan {expected}, incremental {actual}\n{Show(conditions[c])}");
            }
        }

        void CheckTime(Condition condition, CompiledCondition incremental, NaiveConditions naive)
        {
            var answer = naive.IsTrue(condition);
            var next = incremental.NextChange(asking);
            Instant? expected = null;
            var candidates = Boundaries(history, tags.Since, now);
            var checkedCount = 0;
            foreach (var candidate in candidates)
            {
                if (next is { } claimed && candidate > claimed.UnixMs) break;
                // Asking every boundary of a long history would be slow; what stands around the claimed one is always asked.
                if (next is null && ++checkedCount > 60) break;
                if (naive.At(new Instant(candidate)).IsTrue(condition) != answer)
                {
                    expected = new Instant(candidate);
                    break;
                }
            }
            if (expected is null && next is { } lone)
            {
                // The scan's list of boundaries has no yearly ones far away: judge the claim by itself.
                Assert.True(naive.At(lone).IsTrue(condition) != answer, $"seed {seed}: nothing changes at {lone} (from {now})\n{Show(condition)}");
                Assert.True(naive.At(new Instant(lone.UnixMs - 1)).IsTrue(condition) == answer, $"seed {seed}: changed before {lone} (from {now})\n{Show(condition)}");
            }
            else
            {
                Assert.True(expected == next, $"seed {seed}: at {now} the next change is {expected}, said {next}\n{Show(condition)}");
            }
            foreach (var around in candidates.Take(3).Concat(next is { } n ? [n.UnixMs] : []).SelectMany(c => new[] { c - 1, c, c + 1 }))
            {
                if (around < now.UnixMs) continue;
                asking.Now = new Instant(around);
                var scan = naive.At(asking.Now).IsTrue(condition);
                Assert.True(scan == incremental.IsTrue(asking), $"seed {seed}: at {asking.Now} (from {now}) scan {scan}\n{Show(condition)}");
            }
            asking.Now = now;
        }
    }

    private static Condition WithoutAudience(RandomConditions random)
    {
        while (true)
        {
            var condition = random.Condition(1);
            if (!Show(condition).Contains("InAudience", StringComparison.Ordinal)) return condition;
        }
    }

    private static readonly long[] Shifts =
    [
        .. from span in new long[] { 0, 3_600_000, 7_200_000, 21_600_000, 86_400_000, 259_200_000 }
           from sign in new[] { 1, -1 }
           from extra in new[] { 0, 1 }
           select span * sign + extra,
    ];

    /// <summary>Every instant at which any answer may change: around events, dates and the tag, by every span.</summary>
    private static List<long> Boundaries(List<EventFact> history, Instant tagSince, Instant now)
    {
        var centres = new HashSet<long> { tagSince.UnixMs };
        foreach (var fact in history)
        {
            centres.Add(fact.OccurredAt.UnixMs);
            foreach (var json in new[] { fact.Properties, fact.Attributes })
            {
                foreach (var piece in Encoding.UTF8.GetString(json.Span).Replace("\\u0032", "2", StringComparison.Ordinal).Split('"'))
                {
                    if (!DateValue.TryParse(piece, out var date)) continue;
                    var at = date.InstantIn(RandomConditions.Zone);
                    centres.Add(at.UnixMs);
                    var local = DateTime.UnixEpoch.AddMilliseconds(date.OffsetMinutes is null ? date.LocalMs : RandomConditions.Zone.ToLocalMs(at));
                    for (var year = 2025; year <= 2027; year++)
                    {
                        var day = local is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? 28 : local.Day;
                        var moved = new DateTime(year, local.Month, day, 0, 0, 0, DateTimeKind.Utc) + local.TimeOfDay;
                        centres.Add(RandomConditions.Zone.FromLocalMs((long)(moved - DateTime.UnixEpoch).TotalMilliseconds).UnixMs);
                    }
                }
            }
        }
        return [.. centres.SelectMany(centre => Shifts.Select(shift => centre + shift)).Where(at => at > now.UnixMs).Distinct().Order()];
    }

    private static void PassThroughBytes(AccumulatorSet set, Asking asking)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new StateWriter(output);
        set.Write(asking.Accumulators, ref writer);
        asking.Attributes.Write(ref writer);
        asking.Contacts.Write(ref writer);
        var reader = new StateReader(output.WrittenSpan);
        asking.Accumulators = set.Read(ref reader);
        asking.Attributes = AttributeTable.Read(ref reader);
        asking.Contacts = ContactTable.Read(ref reader, talks: true);
        Assert.True(reader.AtEnd);
    }

    private static string Show(object? value) => value switch
    {
        Condition.All c => $"all[{string.Join("; ", c.Parts.Select(Show))}]",
        Condition.Any c => $"any[{string.Join("; ", c.Parts.Select(Show))}]",
        Condition.Not c => $"not({Show(c.Part)})",
        Condition.OfAttribute c => $"attribute {c.Name} {string.Join(" & ", c.Comparisons)}",
        Condition.Events c => $"{Show(c.Event)} {c.Window} {c.Measure?.Kind} of {c.Measure?.Of} {(c.Measure is { } m ? string.Join(" & ", m.Comparisons) : "")}",
        Condition.Sequence c => $"sequence [{string.Join(", ", c.Elements.Select(Show))}] {c.Within} {c.Horizon}",
        Condition.Unanswered c => $"unanswered {Show(c.Event)} by {Show(c.By)} for {c.For} within {c.Within}",
        EventPattern p => $"{p.Name}{{{string.Join(", ", p.Where.Select(f => $"{f.Path}: {string.Join(" & ", f.Comparisons)}"))}}}",
        _ => value?.ToString() ?? "",
    };

    private sealed class Tags(Instant since) : ITagView
    {
        public Instant Since => since;

        public Instant? HeldSince(TagName tag) => tag == RandomConditions.HeldTag ? since : null;
    }
}
