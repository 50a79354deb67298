using System.Text;

namespace Shiyu.Bench;

/// <summary>What is applied while measuring: 20 tag rules of the kinds that operators write, and 5 SOPs.</summary>
internal static class BenchDefinitions
{
    private static readonly string[] Materials = ["nudge", "proof", "thanks", "gift", "idea", "guide"];

    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, string>
    {
        ["lifecycle.yaml"] = """
            group: lifecycle
            kind: exclusive
            tags:
              - { tag: silent, when: { all: [ { event: order.paid }, { not: { event: product.viewed, within: 60d } } ] } }
              - { tag: loyal, when: { event: order.paid, count: { at_least: 3 } } }
              - { tag: second, when: { event: order.paid, count: { at_least: 2 } } }
              - { tag: first, when: { event: order.paid } }
              - { tag: interested, when: { any: [ { event: product.viewed, within: 30d }, { event: cart.added, within: 30d } ] } }
              - { tag: prospect, when: always }
            """,
        ["intent.yaml"] = """
            group: intent
            kind: multi
            tags:
              - { tag: cart, when: { unanswered: { event: cart.added }, by: { event: order.paid }, for: 1h, within: 7d } }
              - { tag: browsing, when: { event: product.viewed, within: 7d, count: { at_least: 5 } } }
              - { tag: tea, when: { event: product.viewed, where: { category: tea }, within: 14d, count: { at_least: 3 } } }
              - { tag: cups, when: { event: product.viewed, where: { category: cups }, within: 14d, count: { at_least: 3 } } }
              - { tag: gift, when: { event: product.viewed, where: { category: gift } }, hold: { for: 30d } }
              - { tag: compared, when: { sequence: [ { event: product.viewed, where: { category: tea } }, { event: product.viewed, where: { category: gift } } ], within: 2d, horizon: 14d } }
            """,
        ["value.yaml"] = """
            group: value
            kind: multi
            tags:
              - { tag: big-basket, when: { event: order.paid, within: 90d, max: { of: total, at_least: 500 } } }
              - { tag: spender, when: { event: order.paid, within: 90d, sum: { of: total, at_least: 800 } } }
              - { tag: steady, when: { event: order.paid, within: 180d, avg: { of: total, at_least: 100 } } }
              - { tag: wide, when: { event: product.viewed, within: 30d, distinct: { of: product_id, at_least: 8 } } }
            """,
        ["care.yaml"] = """
            group: care
            kind: multi
            tags:
              - { tag: gold, when: { attribute: tier, in: [gold, black] } }
              - { tag: new, when: { event: page.viewed, first: { at_most: 7d } } }
              - { tag: fresh, when: { event: order.paid, last: { at_most: 3d } } }
              - { tag: vip, when: { all: [ { tag: value/spender }, { tag: care/gold } ] } }
            """.Replace("{ tag: care/gold }", "{ attribute: tier, is: black }", StringComparison.Ordinal),
        ["sop-cart.yaml"] = """
            sop: cart
            trigger: { tag: intent/cart }
            goal: { event: order.paid }
            window: 7d
            reentry: { after: 14d }
            steps:
              - { id: nudge, at: +2h, send: direct, material: nudge }
              - { id: proof, at: day 1 20:00, send: direct, material: proof }
            """,
        ["sop-first.yaml"] = """
            sop: first-order
            trigger: { tag: lifecycle/first }
            steps:
              - { id: thanks, at: +1h, send: direct, material: thanks }
              - { id: care, at: day 3 10:00, task: 回访 }
            """,
        ["sop-loyal.yaml"] = """
            sop: loyal
            trigger: { tag: lifecycle/loyal }
            steps:
              - { id: gift, at: +1d, send: direct, material: gift }
            """,
        ["sop-gift.yaml"] = """
            sop: gift
            trigger: { tag: intent/gift }
            exit: { event: order.paid }
            reentry: { after: 30d }
            steps:
              - { id: idea, at: day 1 12:00, send: direct, material: idea }
            """,
        ["sop-browse.yaml"] = """
            sop: browse
            trigger: { tag: intent/browsing }
            when: { not: { tag: intent/cart } }
            reentry: { after: 30d }
            steps:
              - { id: guide, at: +3h, send: direct, material: guide }
            """,
    }
        .Concat(Materials.Select(name => new KeyValuePair<string, string>($"{name}.yaml", $"material: {name}\ntext: '{{{{name}}}}，您好'\n")))
        .ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value));
}
