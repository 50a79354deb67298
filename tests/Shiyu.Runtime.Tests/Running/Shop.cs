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

    public static readonly (string, string)[] All = [Lifecycle, Intent, CartNudge, Nudge];
}
