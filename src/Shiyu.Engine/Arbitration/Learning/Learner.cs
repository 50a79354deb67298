using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>
/// Makes a table of what came of delivered messages. Beta–Binomial shrinkage in two steps: the workspace's own rate starts from the prior of its
/// definitions, and each message's rate from the workspace's (Gelman et al., Bayesian Data Analysis, 3rd ed., ch. 5). What few have received
/// stays near what is known of all.
/// </summary>
public static class Learner
{
    public static ValueTable Learn(DefinitionSet definitions, IReadOnlyDictionary<MessageKey, OutcomeCounts> counts, Instant at)
    {
        var rules = definitions.Workspace.Value ?? WithoutRules;
        var all = counts.Values.Aggregate(default(OutcomeCounts), (sum, each) => sum + each);
        var prior = rules.Prior;
        var convert = Workspace(prior.Convert, prior.Weight, all.Converted, all.Delivered);
        var delete = Workspace(prior.Delete, prior.Weight, all.Deleted, all.Delivered);
        LearnedMessage Of(MessageKey key, OutcomeCounts seen) => new(
            key, seen, convert.Seen(seen.Converted, seen.Delivered), delete.Seen(seen.Deleted, seen.Delivered));

        ImmutableArray<LearnedMessage> messages =
        [
            .. counts.OrderBy(each => each.Key.Sop, StringComparer.Ordinal).ThenBy(each => each.Key.Material, StringComparer.Ordinal)
                .ThenBy(each => each.Key.Segment, StringComparer.Ordinal).Select(each => Of(each.Key, each.Value)),
        ];
        var splits = ImmutableArray.CreateBuilder<LearnedSplit>();
        foreach (var sop in definitions.Sops)
            foreach (var step in sop.Steps.Where(step => step.Learns))
                foreach (var segment in Segments(definitions))
                {
                    var arms = ((StepAct.Send)step.Act).Materials
                        .Select(material => new MessageKey(sop.Name, material, segment))
                        .Select(key => Of(key, counts.GetValueOrDefault(key))).ToList();
                    splits.Add(new LearnedSplit(sop.Name, step.Id, segment, ThompsonShares.Of(
                        step.Split, arms, (double)(sop.Margin ?? 1), sop.Margin is null ? 0 : (double)rules.Lifetime,
                        $"{definitions.Workspace.Salt}|{sop.Name}|{step.Id}|{segment}")));
                }
        return new ValueTable(at, messages, splits.ToImmutable());
    }

    /// <summary>Where a workspace says nothing of value, arms of a split are compared by conversion alone.</summary>
    public static readonly ValueRules WithoutRules = new(0, null, int.MaxValue, Duration.Days(7), PriorBelief.Default);

    /// <summary>Every segment that a customer can be in, the empty one included.</summary>
    public static IEnumerable<string> Segments(DefinitionSet definitions) =>
        definitions.Groups.FirstOrDefault(group => group.Name == definitions.Workspace.Value?.Segments) is { } group
            ? group.Tags.Select(tag => tag.Name).Prepend("")
            : [""];

    private static BetaBelief Workspace(Share prior, int weight, long successes, long of)
    {
        var believed = (double)prior.Parts / Share.Whole;
        return new BetaBelief(believed * weight, (1 - believed) * weight).Seen(successes, of).Weighing(weight);
    }
}
