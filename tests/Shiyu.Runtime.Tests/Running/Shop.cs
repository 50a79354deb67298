namespace Shiyu.Runtime.Tests.Running;

/// <summary>A small shop's definitions.</summary>
internal static class Shop
{
    public static readonly (string, string) Lifecycle = ("groups/lifecycle.yaml", """
        group: lifecycle
        kind: exclusive
        tags:
          - { tag: loyal, when: { event: order.paid, count: { at_least: 2 } } }
          - { tag: first, when: { event: order.paid } }
          - { tag: interested, when: { any: [ { event: product.viewed, within: 30d }, { event: cart.added, within: 30d } ] } }
          - { tag: prospect, when: always }
        """);

    public static readonly (string, string) Intent = ("groups/intent.yaml", """
        group: intent
        kind: multi
        tags:
          - { tag: cart, when: { unanswered: { event: cart.added }, by: { event: order.paid }, for: 0s, within: 7d } }
        """);

    public static readonly (string, string) CartNudge = ("sops/cart-nudge.yaml", """
        sop: cart-nudge
        trigger: { tag: intent/cart }
        goal: { event: order.paid }
        reentry: { after: 30d }
        steps:
          - { id: nudge, at: +2h, send: direct, material: nudge }
          - { id: call, at: day 1 10:00, task: 电话回访 }
        """);

    public static readonly (string, string) Nudge = ("materials/nudge.yaml", """
        material: nudge
        text: "{{name}}，您的购物车还在等您"
        """);

    /// <summary>Messages that compete, learn and are watched.</summary>
    public static readonly (string, string)[] Learning =
    [
        ("workspace.yaml", """
            workspace: main
            salt: pepper
            caps: { day: 1 }
            value: { lifetime: 20, segments: lifecycle, enough: 1, within: 1d }
            guardrail: { deletions: 1%, within: 1d, confidence: 60% }
            """),
        ("sops/offers.yaml", """
            sop: offers
            trigger: { event: product.viewed }
            reentry: always
            margin: 30
            goal: { event: order.paid }
            window: 1d
            steps:
              - { id: offer, split: thompson, send: direct, expires: 2d, material: { a: ten, b: twenty } }
            """),
        ("sops/news.yaml", """
            sop: news
            trigger: { event: product.viewed }
            reentry: always
            margin: 10
            goal: { event: cart.added }
            window: 1d
            steps:
              - { id: news, send: direct, expires: 2d, material: fresh }
            """),
        ("materials/ten.yaml", "material: ten\ntext: 九折"),
        ("materials/twenty.yaml", "material: twenty\ntext: 八折"),
        ("materials/fresh.yaml", "material: fresh\ntext: 新茶"),
    ];

    public static readonly (string, string)[] All = [Lifecycle, Intent, CartNudge, Nudge];
}
