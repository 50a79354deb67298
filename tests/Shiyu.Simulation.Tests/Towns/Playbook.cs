using System.Globalization;
using System.Text;
using Shiyu.Simulation.Tests.Machine;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>Definitions of one town. What invariants must know of them is kept beside the files, as it was drawn and not as the program reads it.</summary>
internal sealed class Playbook
{
    private static readonly string[] s_events = ["product.viewed", "cart.added", "coupon.claimed", "order.paid", "message.received"];
    private readonly Chance _chance;
    private readonly DateTimeOffset _start;
    private readonly SortedDictionary<string, SopRule> _sops = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _sopFiles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _materials = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unlessReplied = new(StringComparer.Ordinal);
    private readonly string _learning;
    private string _tags = "";

    public Playbook(Chance chance, DateTimeOffset start)
    {
        (_chance, _start) = (chance, start);
        Limits = new Limits(
            chance.OnceIn(4) ? null : (chance.Between(20, 23), chance.Between(6, 10)),
            chance.OnceIn(3) ? null : chance.Between(1, 2), chance.OnceIn(2) ? null : chance.Between(2, 5), chance.OnceIn(2) ? null : chance.Of(3, 12, 20),
            chance.OnceIn(2) ? null : chance.Of(("day", 1), ("day", 2), ("week", 4), ("month", 9)), chance.OnceIn(3) ? chance.Between(2, 4) : null);
        // Few are enough to learn from, and few deletions too many: a town is small.
        _learning = (chance.OnceIn(2) ? ", value: { lifetime: 300, segments: lifecycle, enough: 2, within: 1d }" : "")
            + (chance.OnceIn(2) ? ", guardrail: { deletions: 2%, within: 1d, confidence: 60% }" : "");
        for (var s = 1; s <= chance.Between(3, 5); s++) Draw($"s{s}");
        DrawTags();
    }

    public Limits Limits { get; }

    /// <summary>Every SOP that there ever was, with what stays the same in all its versions.</summary>
    public IReadOnlyDictionary<string, SopRule> Sops => _sops;

    /// <summary>Those in the files.</summary>
    public IReadOnlyList<string> Live => [.. _sopFiles.Keys];

    /// <summary>Whether the step that sends this material asks that the customer has not written in the last six hours.</summary>
    public bool IsUnlessReplied(string material) => _unlessReplied.Contains(material);

    /// <summary>Which version of its SOP sends a material.</summary>
    public static int VersionOf(string material) => int.Parse(material.Split('-')[1].AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>The files as they stand, and which version of each SOP they hold.</summary>
    public Edition Files()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["workspace.yaml"] = Bytes($"{{ workspace: main, salt: pepper, welcome: welcome{Limits.Yaml}{_learning} }}") };
        files["welcome.yaml"] = Bytes("{ material: welcome, text: 您好 }");
        foreach (var (i, group) in _tags.Split('\n').Index()) files[$"group{i}.yaml"] = Bytes(group);
        foreach (var (name, text) in _sopFiles) files[$"sop-{name}.yaml"] = Bytes(text);
        foreach (var (name, text) in _materials) files[$"material-{name}.yaml"] = Bytes(text);
        return new Edition(files, _sopFiles.Keys.ToDictionary(name => name, name => _versions[name], StringComparer.Ordinal));
    }

    /// <summary>Something is edited: a condition, the steps of an SOP; one is added or taken away.</summary>
    /// <param name="keep">Not to be taken away.</param>
    public void Change(Func<string, bool> keep)
    {
        switch (_chance.Below(4))
        {
            case 0:
                DrawTags();
                break;
            case 1 when _sopFiles.Count > 2 && _sopFiles.Keys.FirstOrDefault(name => !keep(name)) is { } gone:
                _sopFiles.Remove(gone);
                break;
            case 2 when _sops.Count < 7:
                Draw($"s{_sops.Count + 1}");
                break;
            default:
                Draw(_chance.OneOf(Live));
                break;
        }
    }

    private void DrawTags()
    {
        var days = _chance.Between(1, 4);
        _tags = $$"""
            { group: lifecycle, kind: exclusive, tags: [ { tag: loyal, when: { event: order.paid, count: { at_least: {{_chance.Between(2, 4)}} } } }, { tag: first, when: { event: order.paid } }, { tag: interested, when: { any: [ { event: product.viewed, within: {{days}}d }, { event: cart.added, within: {{days}}d } ] } }, { tag: prospect, when: always } ] }
            { group: intent, kind: multi, tags: [ { tag: cart, when: { unanswered: { event: cart.added }, by: { event: order.paid }, for: {{_chance.Of("0s", "1h")}}, within: 2d } }, { tag: big, when: { event: order.paid, within: 7d, sum: { of: amount, at_least: {{_chance.Of(100, 300)}} } } }, { tag: gold, when: { attribute: tier, is: gold } } ] }
            { group: hand, kind: multi, tags: [ { tag: vip }, { tag: seen } ] }
            """;
    }

    /// <summary>What starts and ends an SOP stays as it was drawn first; all else may differ from version to version.</summary>
    private void Draw(string name)
    {
        if (!_sops.TryGetValue(name, out var rule)) _sops[name] = rule = DrawRule();
        _versions[name] = _versions.GetValueOrDefault(name) + 1;
        var text = new StringBuilder($"{{ sop: {name}, trigger: {rule.Trigger}, class: {rule.Class}, priority: {_chance.Below(100)}, ");
        if (rule.Goal is not null) text.Append($"goal: {{ event: {rule.Goal}{(rule.GoalProduct is { } product ? $", where: {{ product: {product} }}" : "")} }}, ");
        if (rule.Exit is not null) text.Append($"exit: {{ event: {rule.Exit} }}, ");
        if (_chance.OnceIn(2)) text.Append(CultureInfo.InvariantCulture, $"margin: {_chance.Between(5, 80)}, ");
        if (_chance.OnceIn(4)) text.Append("when: { not: { tag: intent/big } }, ");
        if (_chance.OnceIn(4)) text.Append($"holdout: {_chance.Of(10, 40)}%, ");
        if (_chance.OnceIn(3)) text.Append($"lateness: {_chance.Of("10m", "3h")}, ");
        if (!rule.OfDate) text.Append($"reentry: {_chance.Of("always", "never", "{ after: 1d }")}, ");
        text.Append($"steps: [ {string.Join(", ", Steps(name, rule))} ] }}");
        _sopFiles[name] = text.ToString();
    }

    private SopRule DrawRule()
    {
        var date = _start.AddDays(_chance.Between(2, 9));
        var (trigger, evidence) = _chance.Below(8) switch
        {
            0 => ("{ tag: intent/cart }", "cart.added"),
            1 => ("{ tag: lifecycle/first }", "order.paid"),
            2 => ("{ event: contact.added }", "contact.added"),
            3 => (string.Create(CultureInfo.InvariantCulture, $"{{ date: {date:yyyy-MM-dd} }}"), null),
            4 => ("manual", "sop.start"),
            _ => _chance.OneOf(s_events) is var name ? ($"{{ event: {name} }}", (string?)name) : default,
        };
        var goal = evidence == "order.paid" || _chance.OnceIn(4) ? null : "order.paid";
        return new SopRule(
            trigger, evidence, goal, goal is not null && _chance.OnceIn(3) ? "A" : null, _chance.OnceIn(2) ? "order.refunded" : null,
            _chance.OnceIn(5) ? "service" : _chance.Of("journey", "broadcast"), evidence is null);
    }

    private IEnumerable<string> Steps(string sop, SopRule rule)
    {
        var (hours, count) = (0, _chance.Between(1, 5));
        for (var s = 1; s <= count; s++)
        {
            hours += _chance.Of(0, 1, 3, 9, 26);
            var at = rule.OfDate || _chance.OnceIn(3)
                ? string.Create(CultureInfo.InvariantCulture, $"at: day {hours / 24} {_chance.Between(7, 22):00}:{_chance.Of(0, 30, 59):00}, ")
                : hours > 0 ? $"at: +{hours}h, " : "";
            var last = s == count;
            yield return (last ? 0 : _chance.Below(10)) switch
            {
                1 => $"{{ id: p{s}, wait: {{ event: message.received }}, for: {_chance.Between(1, 30)}h }}",
                2 => $"{{ id: b{s}, branch: [ {{ when: {{ tag: intent/gold }}, then: m{count} }} ] }}",
                3 => $"{{ id: t{s}, tag: hand/seen }}",
                4 => $"{{ id: a{s}, set: {{ last_sop: {sop} }} }}",
                5 => $"{{ id: k{s}, {at}task: 回访, due: 1d }}",
                _ => Message(sop, $"m{s}", at),
            };
        }
    }

    private string Message(string sop, string step, string at)
    {
        var text = new StringBuilder($"{{ id: {step}, {at}send: direct, ");
        var replied = _chance.OnceIn(5);
        if (_chance.OnceIn(4))
        {
            text.Append(CultureInfo.InvariantCulture, $"split: {(_chance.OnceIn(4) ? "thompson" : "{ a: 50%, b: 50% }")}, material: {{ a: {Material(sop, step, "a", replied)}, b: {Material(sop, step, "b", replied)} }}");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"material: {Material(sop, step, "x", replied)}");
        }
        if (_chance.OnceIn(3)) text.Append(", late: send");
        if (_chance.OnceIn(3)) text.Append(CultureInfo.InvariantCulture, $", expires: {_chance.Of("2h", "1d", "3d")}");
        if (_chance.OnceIn(4)) text.Append(", defer: false");
        if (replied) text.Append(", when: { not: { event: message.received, within: 6h } }");
        return text.Append(" }").ToString();
    }

    private string Material(string sop, string step, string arm, bool unlessReplied)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{sop}-v{_versions[sop]}-{step}-{arm}");
        if (unlessReplied) _unlessReplied.Add(name);
        // Whose words these are can be read on the wire.
        _materials[name] = $"{{ material: {name}, text: \"[{sop}/{step}] {(_chance.OnceIn(8) ? "{{name}}，" : "")}您好\" }}";
        return name;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>What an SOP is in all its versions.</summary>
/// <param name="Evidence">An event that everybody has had who is in it; null where everybody may be.</param>
internal sealed record SopRule(string Trigger, string? Evidence, string? Goal, string? GoalProduct, string? Exit, string Class, bool OfDate);

/// <param name="Versions">Of each SOP in the files.</param>
internal sealed record Edition(IReadOnlyDictionary<string, byte[]> Files, IReadOnlyDictionary<string, int> Versions);
