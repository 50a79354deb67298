using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>
/// A whole engine for one customer that remembers everything, knows no wake-ups and asks every condition again at every tick. It follows the
/// sentences of the definition language one by one; the real engine must tell the same, line by line.
/// </summary>
/// <param name="values">What was learned of the worth of messages.</param>
/// <param name="stops">Steps and materials that a guardrail has stopped, as the log names them.</param>
internal sealed class NaiveCustomer(DefinitionSet first, bool requireContact, ValueTable values, string[] stops)
{
    private DefinitionSet _definitions = first;
    private readonly HashSet<string> _draining = [];
    private readonly List<(Moment At, string Act, string Name, JsonNode? Value)> _settings = [];
    private readonly List<(Moment At, int Order, TagName Tag, bool Set)> _byHand = [];
    private readonly Dictionary<TagName, bool> _truths = [];
    private readonly Dictionary<TagName, Instant> _holds = [];
    private readonly Dictionary<string, bool> _members = [];
    private readonly List<NaiveRun> _runs = [];
    private readonly Dictionary<string, Instant> _lastEnd = [];
    private readonly List<EventFact> _waiting = [];
    private readonly NaiveBudgets _budgets = new(first.Workspace.Budgets);
    private bool _exists;
    private long _lastArrival;
    private Instant _now;
    private Instant _datesTaken = Instant.Min;
    private string _cause = "";

    public DefinitionSet Definitions => _definitions;
    public List<EventFact> History { get; } = [];
    public Dictionary<TagName, (Instant Since, string Cause)> Tags { get; } = [];
    public List<string> Told { get; } = [];

    /// <summary>One tick: facts that waited for it and facts that arrive, in log order; then what time alone does.</summary>
    public void Tick(Instant now, IReadOnlyList<EventFact> arriving)
    {
        _now = now;
        foreach (var fact in _waiting.Where(f => f.OccurredAt == now).OrderBy(f => f.Arrival).ToList())
        {
            _waiting.Remove(fact);
            Fold(fact);
        }
        foreach (var fact in arriving)
        {
            _lastArrival = fact.Arrival;
            if (fact.OccurredAt > now) _waiting.Add(fact);
            else Fold(fact);
        }
        _cause = "time";
        if (_exists) Settle(null, false);
    }

    /// <summary>Other SOPs are published; all else stays as it is. Asks for their endings at once; what else it makes due comes with the next tick of this instant.</summary>
    public void Publish(Instant now, DefinitionSet after, Func<string, RunsChoice> choose)
    {
        (_now, _cause) = (now, "definition");
        var (old, published) = (_definitions.Sops.ToDictionary(sop => sop.Name), after.Sops.ToDictionary(sop => sop.Name));
        foreach (var name in old.Keys.Union(published.Keys).Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(name), published.GetValueOrDefault(name));
            if (ReferenceEquals(was, isNow)) continue;
            var choice = choose(name);
            if (choice == RunsChoice.Drain && isNow is not null) _draining.Add(name);
            else _draining.Remove(name);
            if (choice != RunsChoice.Migrate) continue;
            foreach (var run in InOrder().Where(run => run.Sop.Name == name))
            {
                if (isNow is null || !Move(run, isNow)) End(run, "withdrawn");
            }
        }
        _definitions = after;
        if (!_exists) return;
        MoveTags();
        EndRuns(deleted: false);
        foreach (var run in InOrder().Where(run => run.Next >= run.Sop.Steps.Length)) End(run, "completed");
    }

    /// <summary>SOPs that are empty of older versions' runs are entered again.</summary>
    public void Open() => _draining.RemoveWhere(name => _runs.All(run => run.Sop.Name != name || _definitions.Sops.Contains(run.Sop)));

    private static bool Move(NaiveRun run, SopDefinition to)
    {
        run.Behind.UnionWith(run.Sop.Steps.Take(run.Next).Select(step => step.Id));
        var there = to.Steps.Select(step => step.Id).ToList();
        var before = run.Sop.Steps.ElementAtOrDefault(run.Next)?.Id;
        var ahead = run.Sop.Steps.Skip(run.Next).Select(step => step.Id).FirstOrDefault(id => there.Contains(id) && !run.Behind.Contains(id));
        var last = run.Sop.Steps.Take(run.Next).Select(step => step.Id).LastOrDefault(there.Contains);
        int? next = ahead is not null ? there.IndexOf(ahead) : last is not null ? there.IndexOf(last) + 1 : run.Behind.Count == 0 ? 0 : null;
        if (next is not { } at) return false;
        // From here on only what stands later in the new version can come again; what was left behind earlier is behind it there, too.
        run.Behind.ExceptWith(there.Take(at));
        while (at < there.Count && !to.Steps[at].Act.IsFork && run.Behind.Contains(there[at])) at++;
        var stays = before is not null && at < there.Count && there[at] == before;
        if (!stays) run.DeferredUntil = null;
        if (!stays || to.Steps[at].Act is not StepAct.Wait)
        {
            run.WaitingSince = null;
            run.SeenWaiting.Clear();
        }
        (run.Next, run.Sop) = (at, to);
        return true;
    }

    /// <summary>Of what was set the latest counts; what works on a value works on the one that stands, in the order of folding.</summary>
    public JsonNode? Attribute(string name)
    {
        JsonNode? value = null;
        var at = default(Moment);
        var known = false;
        foreach (var setting in _settings.Where(s => s.Name == name || (s.Act == "profile.deleted" && name != "do_not_disturb")))
        {
            var late = setting.At < at;
            switch (setting.Act)
            {
                case "profile.set_once":
                    if (value is not null) continue;
                    value = setting.Value;
                    break;
                case "profile.incremented":
                    if (value is not null && value.GetValueKind() != JsonValueKind.Number) continue;
                    value = (value?.GetValue<decimal>() ?? 0) + setting.Value!.GetValue<decimal>();
                    break;
                case "profile.appended":
                    if (value is not null and not JsonArray) continue;
                    var grown = value?.AsArray().Select(element => (string)element!).ToList() ?? [];
                    grown.AddRange(setting.Value!.AsArray().Select(element => (string)element!).Distinct().Where(text => !grown.Contains(text)).ToList());
                    value = new JsonArray([.. grown.Select(text => (JsonNode?)text)]);
                    break;
                default:
                    // A deletion removes what there is; it forbids nothing.
                    if (late || (setting.Act == "profile.deleted" && !known)) continue;
                    value = setting.Value;
                    break;
            }
            known = true;
            if (!late) at = setting.At;
        }
        return value;
    }

    public Dictionary<string, (ContactState State, Instant Since)> Contacts()
    {
        var contacts = new Dictionary<string, (ContactState, Instant)>();
        foreach (var fact in History.OrderBy(f => f.OccurredAt.UnixMs).ThenBy(f => f.Arrival))
        {
            ContactState? state = fact.Name switch
            {
                "contact.added" => ContactState.Friend,
                "contact.deleted_by_customer" => ContactState.DeletedByCustomer,
                "contact.deleted_by_member" => ContactState.DeletedByMember,
                _ => null,
            };
            if (state is null || (string?)JsonNode.Parse(fact.Properties.Span)?["member"] is not { } member) continue;
            if (!contacts.TryGetValue(member, out var known) || known.Item1 != state) contacts[member] = (state.Value, fact.OccurredAt);
        }
        return contacts;
    }

    private void Fold(EventFact fact)
    {
        _cause = $"event:{fact.Id}";
        _exists = true;
        var before = Contacts();
        History.Add(fact);
        foreach (var run in _runs) run.Seen.Add(fact);
        foreach (var run in _runs.Where(run => run.WaitingSince is not null)) run.SeenWaiting.Add(fact);
        var after = Contacts();
        var deleted = fact.Name == "contact.deleted_by_customer"
            && after.Values.All(c => c.State != ContactState.Friend)
            && after.Any(c => c.Value.State == ContactState.DeletedByCustomer
                && (!before.TryGetValue(c.Key, out var was) || was.State == ContactState.Friend));

        var at = new Moment(fact.OccurredAt, fact.Arrival);
        if (fact.Name == "profile.deleted") _settings.Add((at, fact.Name, "", null));
        else if (fact.Attributes.Length > 0)
            foreach (var (name, value) in JsonNode.Parse(fact.Attributes.Span)!.AsObject())
                _settings.Add((at, fact.Name, name, value));
        if (fact.Name == "delivery.refused") Refuse(JsonNode.Parse(fact.Properties.Span)!);
        if (fact.Name is "tag.set" or "tag.unset" && ((string?)JsonNode.Parse(fact.Properties.Span)?["tag"])?.Split('/') is [var group, var tag])
            SetByHand(new TagName(group, tag), fact.Name == "tag.set", at);
        Settle(fact, deleted);
    }

    private void SetByHand(TagName tag, bool set, Moment at)
    {
        if (_definitions.Groups.Any(g => g.Name == tag.Group && g.Tags.Any(t => t.Name == tag.Tag && t.When is null)))
            _byHand.Add((at, _byHand.Count, tag, set));
    }

    private void Settle(EventFact? fact, bool deleted)
    {
        var started = new HashSet<string>();
        var handedOver = new HashSet<string>();
        var trigger = fact;
        bool again;
        do
        {
            var (entered, joined) = MoveTags();
            EndRuns(deleted);
            StartRuns(fact, trigger, entered, joined, handedOver, started);
            handedOver.Clear();
            (trigger, deleted) = (null, false);
            again = WalkSteps(handedOver);
        }
        while (again);
        foreach (var run in InOrder().Where(run => run.Next >= run.Sop.Steps.Length)) End(run, "completed");
    }

    private (HashSet<TagName> Entered, HashSet<string> Joined) MoveTags()
    {
        var (leaves, enters) = (new List<TagName>(), new List<TagName>());
        foreach (var group in _definitions.Groups)
        {
            var byHand = SetByHandIn(group);
            var taken = false;
            foreach (var tag in group.Tags)
            {
                var name = new TagName(group.Name, tag.Name);
                var counts = (tag.When is null ? byHand.Contains(name) : CountsAsTrue(name, tag)) && !(group.Exclusive && taken);
                taken |= counts;
                if (counts && !Tags.ContainsKey(name)) enters.Add(name);
                if (!counts && Tags.ContainsKey(name)) leaves.Add(name);
                // Later groups see the tags as they will stand.
                if (counts) Tags.TryAdd(name, (_now, _cause));
                else Tags.Remove(name);
            }
        }
        foreach (var name in leaves) Tell($"-{name} {_cause}");
        foreach (var name in enters) Tell($"+{name} {_cause}");

        var joined = new HashSet<string>();
        // A run that finishes on an older version hangs on that one's audience.
        foreach (var name in _definitions.Sops.Concat(_runs.Select(run => run.Sop)).Select(s => s.Trigger).OfType<SopTrigger.JoinsAudience>().Select(t => t.Audience).Distinct())
        {
            var member = Asks(new Condition.InAudience(name), History);
            if (member && !_members.GetValueOrDefault(name)) joined.Add(name);
            _members[name] = member;
        }
        return ([.. enters], joined);
    }

    private HashSet<TagName> SetByHandIn(TagGroupDefinition group)
    {
        var set = new HashSet<TagName>();
        foreach (var act in _byHand.Where(act => act.Tag.Group == group.Name).OrderBy(act => act.At).ThenBy(act => act.Order))
        {
            if (act.Set && group.Exclusive) set.Clear();
            if (act.Set) set.Add(act.Tag);
            else set.Remove(act.Tag);
        }
        return set;
    }

    private bool CountsAsTrue(TagName name, TagDefinition tag)
    {
        var was = _truths.GetValueOrDefault(name);
        var holds = _truths[name] = Asks(tag.When!, History);
        if (tag.Hold.Kind == HoldKind.Once && holds) _holds[name] = Instant.Max;
        if (tag.Hold.Kind == HoldKind.For && was && !holds) _holds[name] = _now + tag.Hold.For;
        if (tag.Hold.Kind == HoldKind.For && holds) _holds.Remove(name);
        return holds || (_holds.TryGetValue(name, out var until) && _now < until);
    }

    private void EndRuns(bool deleted)
    {
        foreach (var run in InOrder())
            if (WhyItEnds(run.Sop, run.Seen, deleted, run.StartedAt, run.Stays) is { } reason) End(run, reason);
    }

    private string? WhyItEnds(SopDefinition sop, List<EventFact> seen, bool deleted, Instant startedAt, bool stays)
    {
        if (sop.Goal is { } goal && Asks(goal, seen)) return "goal";
        if (sop.Exit is { } exit && Asks(exit, seen)) return "exit";
        if (Attribute("do_not_disturb")?.ToJsonString() == "true") return "do_not_disturb";
        if (deleted) return "deleted";
        if (stays && sop.Stay && sop.Trigger is SopTrigger.EntersTag tag && !Tags.ContainsKey(tag.Tag)) return "left_trigger";
        if (stays && sop.Stay && sop.Trigger is SopTrigger.JoinsAudience audience && !_members[audience.Audience]) return "left_trigger";
        return sop.Window is { } window && startedAt + window <= _now ? "window" : null;
    }

    private void StartRuns(EventFact? fact, EventFact? trigger, HashSet<TagName> entered, HashSet<string> joined, HashSet<string> handedOver,
        HashSet<string> started)
    {
        var named = trigger is { Name: "sop.start" } ? (string?)JsonNode.Parse(trigger.Properties.Span)?["sop"] : null;
        var letInto = trigger is { Name: "sop.let_in" } ? (string?)JsonNode.Parse(trigger.Properties.Span)?["sop"] : null;
        var dates = _datesTaken < _now;
        _datesTaken = _now;
        foreach (var sop in _definitions.Sops.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            var bySomebody = handedOver.Contains(sop.Name) || named == sop.Name;
            var letIn = !bySomebody && letInto == sop.Name;
            var triggered = bySomebody || letIn || sop.Trigger switch
            {
                SopTrigger.EntersTag t => entered.Contains(t.Tag),
                SopTrigger.JoinsAudience t => joined.Contains(t.Audience),
                SopTrigger.Occurs t => trigger is not null && NaiveAnswers.Matches(t.Event, trigger),
                SopTrigger.OnDate => dates && NaiveTimes.TakesAt(_definitions, sop) == _now,
                SopTrigger.Manual => false,
                _ => throw new NotSupportedException(),
            };
            if (!triggered || _draining.Contains(sop.Name) || started.Contains(sop.Name) || _runs.Any(run => run.Sop.Name == sop.Name)) continue;
            if (fact is not null && _now - fact.OccurredAt > sop.Lateness && !handedOver.Contains(sop.Name)
                && (sop.Trigger is not SopTrigger.OnDate || bySomebody || letIn)) continue;
            if (_lastEnd.TryGetValue(sop.Name, out var end)
                && (sop.Reentry.Kind == ReentryKind.Never || (sop.Reentry.Kind == ReentryKind.After && _now - end < sop.Reentry.After))) continue;
            if (sop.When is { } when && !Asks(when, History)) continue;
            // The window is not asked at entry.
            var stays = !bySomebody && sop.Trigger is SopTrigger.EntersTag or SopTrigger.JoinsAudience;
            // Existing customers are let in for the trigger's tag or audience: they must have it, whether or not its loss ends the run.
            if (WhyItEnds(sop with { Window = null, Stay = sop.Stay || letIn }, [], false, _now, stays) is not null) continue;
            if (AnchorOf(sop, fact) is not { } anchor) continue;
            started.Add(sop.Name);
            _runs.Add(new NaiveRun(sop, _now, anchor, stays, NaiveTimes.Drawn(_definitions, sop.Name, "holdout", sop.Holdout)
                || NaiveTimes.Drawn(_definitions, "", "holdout", _definitions.Workspace.Holdout)));
            Tell($"start {sop.Name}");
        }
    }

    private Instant? AnchorOf(SopDefinition sop, EventFact? cause) => sop.Anchor switch
    {
        SopAnchor.OfAttribute attribute => NaiveTimes.Date(Attribute(attribute.Name)),
        SopAnchor.OfProperty property => cause is null || cause.Properties.IsEmpty ? null : NaiveTimes.Date(JsonNode.Parse(cause.Properties.Span)?[property.Path]),
        _ => NaiveTimes.AnchorOf(_definitions, sop, _now),
    };

    private bool WalkSteps(HashSet<string> handedOver)
    {
        while (true)
        {
            var waiting = new List<(NaiveRun Run, StepDefinition Step)>();
            foreach (var run in InOrder())
                while (run.Next < run.Sop.Steps.Length && !waiting.Any(w => w.Run == run))
                {
                    var step = run.Sop.Steps[run.Next];
                    if (step.Act is StepAct.Wait or StepAct.Branch)
                    {
                        if (WhereTo(step, run) is not { } to) break;
                        GoTo(run, to);
                        continue;
                    }
                    var time = NaiveTimes.Of(_definitions, step, run.AnchorAt, run.ReachedAt);
                    if ((run.DeferredUntil ?? time) > _now) break;
                    var late = time < run.ReachedAt;
                    var said = late && !step.LateSend ? "skipped late"
                        : ExpiryOf(step, run) < _now ? "dropped expired"
                        : step.When is { } when && !Asks(when, History) ? "skipped when_false"
                        : run.HeldOut ? "holdout held_out"
                        : requireContact && step.Act is StepAct.Send { Touchpoint: "direct" }
                            && Contacts().All(c => c.Value.State != ContactState.Friend || (run.Sop.Sender.Member ?? c.Key) != c.Key) ? "dropped no_contact"
                        : step.Act is StepAct.Send && (stops.Contains($"step:{run.Sop.Name}/{step.Id}") || stops.Contains($"material:{MaterialOf(run.Sop, step)}"))
                            ? "dropped guardrail"
                        : "sent";
                    // Where nothing restricts messages, what is due goes out in its turn.
                    if (said == "sent" && step.Act is StepAct.Send && _definitions.Workspace.Budgets != Budgets.Unlimited)
                    {
                        waiting.Add((run, step));
                        break;
                    }
                    Decided(run, step, said);
                    if (said != "sent") continue;
                    if (step.Act is StepAct.StartSop start)
                    {
                        handedOver.Add(start.Sop);
                        return true;
                    }
                    if (Act(step.Act)) return true;
                }
            if (waiting.Count == 0) return false;
            Arbitrate(waiting);
        }
    }

    private void Decided(NaiveRun run, StepDefinition step, string said, string contest = "")
    {
        Tell($"{run.Sop.Name}.{step.Id} {said}{(said == "sent" ? ArmText(run.Sop, step) : "")}{contest}");
        GoTo(run, step.End ? run.Sop.Steps.Length : run.Next + 1);
    }

    /// <summary>A message that was not handed over after all was never sent.</summary>
    private void Refuse(JsonNode properties)
    {
        var refused = _budgets.Sent.FindIndex(sent => sent.At.UnixMs == (long)properties["plannedAt"]! && sent.Direct == ((string)properties["touchpoint"]! == "direct"));
        if (refused >= 0) _budgets.Sent.RemoveAt(refused);
    }

    private void Arbitrate(List<(NaiveRun Run, StepDefinition Step)> waiting)
    {
        var before = _budgets.Sent.ToList();
        string? winner = null;
        // Within a class values decide only where enough is known of everybody in it.
        bool Decides(MessageClass of) => waiting.Where(w => w.Run.Sop.Class == of).All(w => KnownValue(w.Run.Sop, w.Step) is { Thin: false });
        var tried = waiting.OrderBy(w => w.Run.Sop.Class)
            .ThenByDescending(w => Decides(w.Run.Sop.Class) ? KnownValue(w.Run.Sop, w.Step)!.Value.Amount : 0)
            .ThenByDescending(w => w.Run.Sop.Priority).ThenBy(w => w.Run.Sop.Name, StringComparer.Ordinal).ToList();
        var said = new List<(string Said, Instant? Until)>();
        foreach (var (run, step) in tried)
        {
            var direct = step.Act is StepAct.Send { Touchpoint: "direct" };
            if (_budgets.Against(_budgets.Sent, run.Sop.Class, direct, _now) is not { } reason)
            {
                _budgets.Sent.Add((_now, run.Sop.Class, direct));
                winner = $"{run.Sop.Name}/{step.Id}";
                said.Add(("sent", null));
                continue;
            }
            if (winner is not null && _budgets.Against(before, run.Sop.Class, direct, _now) is null) reason = $"lost_to:{winner}";
            var slot = _now;
            while (_budgets.Against(_budgets.Sent, run.Sop.Class, direct, slot) is not null) slot += Duration.Minutes(30);
            said.Add(!step.Defers || slot > ExpiryOf(step, run) ? ($"dropped {reason}", null) : ($"deferred {reason}", slot));
        }
        var contest = tried.Count > 1 ? Contest(tried, said, Decides) : "";
        for (var i = 0; i < tried.Count; i++)
        {
            var (run, step) = tried[i];
            run.DeferredUntil = said[i].Until;
            if (said[i].Until is null) Decided(run, step, said[i].Said, contest);
            else Tell($"{run.Sop.Name}.{step.Id} {said[i].Said}{contest}");
        }
    }

    private string Contest(
        List<(NaiveRun Run, StepDefinition Step)> tried, List<(string Said, Instant? Until)> said, Func<MessageClass, bool> decides)
    {
        var first = said.FindIndex(s => s.Said == "sent");
        var wonBy = "nothing";
        if (first >= 0 && first + 1 < tried.Count)
        {
            var (won, next) = (tried[first].Run.Sop, tried[first + 1].Run.Sop);
            wonBy = won.Class != next.Class ? "class"
                : decides(won.Class) && KnownValue(won, tried[first].Step)!.Value.Amount > KnownValue(next, tried[first + 1].Step)!.Value.Amount ? "value"
                : won.Priority != next.Priority ? "priority" : "name";
        }
        return $" ({wonBy}: {string.Join(", ", tried.Zip(said, (t, s) => $"{t.Run.Sop.Name}/{t.Step.Id}{ValueText(t.Run.Sop, t.Step)} {s.Said}{(s.Until is { } until ? $" until {World.Shown(until)}" : "")}"))})";
    }

    private string Segment()
    {
        if (_definitions.Workspace.Value?.Segments is not { } group) return "";
        return Tags.Keys.Where(tag => tag.Group == group).Select(tag => tag.Tag).FirstOrDefault("");
    }

    private string MaterialOf(SopDefinition sop, StepDefinition step)
    {
        var send = (StepAct.Send)step.Act;
        return send.Materials.Length == 1 ? send.Materials[0] : send.Materials[step.Split.ToList().FindIndex(arm => arm.Name == ArmOf(sop, step).Name)];
    }

    private SplitArm ArmOf(SopDefinition sop, StepDefinition step)
    {
        var learned = values.Splits.FirstOrDefault(split => (split.Sop, split.Step, split.Segment) == (sop.Name, step.Id, Segment()));
        var arms = step.Learns && learned is not null && learned.Arms.Length == step.Split.Length ? learned.Arms : step.Split;
        return NaiveTimes.ArmOf(_definitions, sop.Name, step.Id, arms);
    }

    private string ArmText(SopDefinition sop, StepDefinition step) =>
        step.Split.IsEmpty ? "" : $" arm {ArmOf(sop, step).Name} of {ArmOf(sop, step).Share}";

    /// <summary>Without the workspace's and the SOP's amounts, or a message delivered, nothing is known.</summary>
    private (double Amount, bool Thin)? KnownValue(SopDefinition sop, StepDefinition step)
    {
        if (_definitions.Workspace.Value is not { } rules || sop.Margin is not { } margin) return null;
        var key = new MessageKey(sop.Name, MaterialOf(sop, step), Segment());
        if (values.Messages.FirstOrDefault(message => message.Key == key) is not { } seen) return null;
        var convert = seen.Convert.A / (seen.Convert.A + seen.Convert.B);
        var delete = seen.Delete.A / (seen.Delete.A + seen.Delete.B);
        return (convert * (double)margin - delete * (double)rules.Lifetime, seen.Counts.Delivered < rules.Enough);
    }

    private string ValueText(SopDefinition sop, StepDefinition step) => KnownValue(sop, step) is var (amount, thin)
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" {amount:R}{(thin ? "?" : "")}")
        : "";

    private Instant ExpiryOf(StepDefinition step, NaiveRun run)
    {
        var time = NaiveTimes.Of(_definitions, step, run.AnchorAt, run.ReachedAt);
        return NaiveTimes.Expires(step, time < run.ReachedAt ? run.ReachedAt : time);
    }

    private void GoTo(NaiveRun run, int step)
    {
        // What lies behind it is not done again, wherever another version puts it.
        while (step < run.Sop.Steps.Length && !run.Sop.Steps[step].Act.IsFork && run.Behind.Contains(run.Sop.Steps[step].Id)) step++;
        run.Next = step;
        run.ReachedAt = _now;
        run.WaitingSince = run.DeferredUntil = null;
        run.SeenWaiting.Clear();
    }

    /// <summary>Where a wait or branch leads now; null while its time has not come or it goes on waiting.</summary>
    private int? WhereTo(StepDefinition step, NaiveRun run)
    {
        int To(string? id) => id is null ? run.Next + 1 : run.Sop.Steps.Select(s => s.Id).ToList().IndexOf(id);

        if (run.WaitingSince is null && NaiveTimes.Of(_definitions, step, run.AnchorAt, run.ReachedAt) > _now) return null;
        if (step.Act is StepAct.Branch branch)
        {
            foreach (var arm in branch.Arms)
                if (Asks(arm.When, History)) return To(arm.Then);
            return To(branch.Else);
        }
        var wait = (StepAct.Wait)step.Act;
        run.WaitingSince ??= _now;
        var until = run.WaitingSince.Value + wait.For;
        if (run.SeenWaiting.Any(e => e.OccurredAt >= run.WaitingSince && e.OccurredAt <= until && NaiveAnswers.Matches(wait.Event, e))) return To(wait.Then);
        return until <= _now ? To(wait.Else) : null;
    }

    private bool Act(StepAct act)
    {
        var at = new Moment(_now, _lastArrival);
        switch (act)
        {
            case StepAct.SetTag set: SetByHand(set.Tag, true, at); return true;
            case StepAct.UnsetTag unset: SetByHand(unset.Tag, false, at); return true;
            case StepAct.SetAttributes attributes:
                foreach (var (name, json) in attributes.Json) _settings.Add((at, "", name, JsonNode.Parse(Encoding.UTF8.GetBytes(json))));
                return true;
            default: return false;
        }
    }

    private void End(NaiveRun run, string reason)
    {
        _runs.Remove(run);
        _lastEnd[run.Sop.Name] = _now;
        Tell($"end {run.Sop.Name} {reason}");
    }

    private List<NaiveRun> InOrder() => [.. _runs.OrderBy(run => run.Sop.Name, StringComparer.Ordinal)];

    private bool Asks(Condition condition, IReadOnlyList<EventFact> events) => new NaiveAnswers(this, _now).Is(condition, events);

    private void Tell(string line) => Told.Add($"{World.Shown(_now)} {line}");
}
