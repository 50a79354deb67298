using System.Text.Json;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries;

/// <summary>Customers as they stand: found, listed, shown, counted.</summary>
internal sealed class CustomerQueries(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans)
{
    // A search looks at this many customers before it lets the fold go on.
    private const int SliceCustomers = 20_000;

    /// <summary>Newest customers first.</summary>
    public async Task<Page<CustomerSummary>> ListAsync(string? identity, string? tag, string? search, string? cursor, int limit)
    {
        if (identity is not null)
        {
            if (Find(identity) is not { } found) return new Page<CustomerSummary>([], null);
            return await fold.AskAsync(() =>
                fold.Record(found) is { IsLive: true } record && Matches(record, tag, search)
                    ? new Page<CustomerSummary>([Summary(record)], null)
                    : new Page<CustomerSummary>([], null));
        }

        var items = new List<CustomerSummary>();
        var before = cursor is null ? long.MaxValue : CustomerNumber.Parse(cursor) ?? throw new FormatException($"'{cursor}' is not a cursor of this list.");
        while (true)
        {
            var done = await fold.AskAsync(() =>
            {
                var next = (int)Math.Min(before - 1, fold.Records.Count);
                for (var looked = 0; next >= 1 && looked < SliceCustomers; next--, looked++)
                {
                    if (fold.Record(next) is not { IsLive: true } record || !Matches(record, tag, search)) continue;
                    // One more than asked for tells whether there is a next page.
                    if (items.Count == limit) return true;
                    items.Add(Summary(record));
                    before = next;
                }
                if (next < 1)
                {
                    before = 0;
                    return true;
                }
                before = items.Count == limit ? before : next + 1;
                return false;
            });
            if (done) break;
        }
        return new Page<CustomerSummary>(items, before == 0 || items.Count < limit ? null : items[^1].Id);
    }

    public Task<CustomerDetail?> ShowAsync(string id) => fold.AskAsync(() =>
    {
        if (CustomerNumber.Parse(id) is not { } number || fold.Record(directory.Survivor(number)) is not { IsLive: true } record) return null;
        var plan = plans.At(record.PlanPosition).Plan;
        var state = record.State!;
        var attributes = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in state.Attributes.Visible()) attributes[name] = ViewText.Json(value.ToArray());
        return new CustomerDetail(
            CustomerNumber.ToText(record.Id),
            NameOf(record),
            Identities(record.Id),
            attributes,
            Tags(record),
            [.. state.Runs(plan).Select(run => new RunView(
                run.Run.ToString(), run.Sop, plan.VersionOf(run.Sop, run.Version)?.Title, ViewText.Time(plan.Zone, run.StartedAt), run.Cause.ToString(), run.NextStep,
                run.NextStep is { } next ? plan.VersionOf(run.Sop, run.Version)?.Steps.FirstOrDefault(step => step.Id == next)?.Title : null,
                run.NextAt is { } at ? ViewText.Time(plan.Zone, at) : null, run.WindowEnds is { } ends ? ViewText.Time(plan.Zone, ends) : null, run.Version))],
            [.. state.Contacts.All().Select(contact => ViewText.Contact(plan.Zone, contact))],
            LastEvent(record),
            NextWakeUp(record),
            [.. directory.MergedInto(record.Id).Select(CustomerNumber.ToText)]);
    });

    /// <summary>How many customers a condition holds for now, over their whole histories.</summary>
    public async Task<long> CountAsync(Condition condition, CancellationToken stop)
    {
        var version = plans.Newest;
        var set = new AccumulatorSet();
        var compiled = ConditionCompiler.Compile(condition, version.Plan.Definitions, version.Plan.Zone, set, ofRun: false, set);
        var states = new Dictionary<long, AccumulatorStates>();
        long through = 0;
        if (compiled.Needs.Events.Count > 0)
        {
            var (target, now) = await fold.AskAsync(() => (fold.ThroughPosition, new Instant(fold.ClockMs)));
            await Task.Run(() => Scan(target, now), stop);
        }
        return await fold.AskAsync(() =>
        {
            // What came while the log was scanned.
            var now = new Instant(fold.ClockMs);
            if (compiled.Needs.Events.Count > 0) Scan(fold.ThroughPosition, now);
            long count = 0;
            foreach (var record in fold.Records)
            {
                if (record is not { IsLive: true }) continue;
                var plan = plans.At(record.PlanPosition).Plan;
                var asking = new Asking
                {
                    Zone = plan.Zone,
                    Now = now,
                    Accumulators = states.TryGetValue(record.Id, out var known) ? known : set.NewStates(),
                    Attributes = record.State!.Attributes,
                    Contacts = record.State.Contacts,
                    Tags = new TagsAsTheyStand(record.State.Tags(plan)),
                };
                if (compiled.IsTrue(asking)) count++;
            }
            return count;
        });

        void Scan(long target, Instant now)
        {
            using var reader = store.OpenReader();
            foreach (var row in reader.Rows(through, target))
            {
                stop.ThrowIfCancellationRequested();
                if (LogBody.KindOf(row) != LogKind.Event) continue;
                var fact = LogBody.ReadEvent(row).Fact;
                // What lies in the future (by up to five minutes) does not exist yet.
                if (!set.Listens(fact.Name) || fact.OccurredAt > now) continue;
                var customer = directory.Survivor(row.Customer);
                if (!states.TryGetValue(customer, out var known)) states[customer] = known = set.NewStates();
                set.Absorb(known, fact, now);
            }
            through = target;
        }
    }

    private sealed class TagsAsTheyStand(IEnumerable<Engine.HeldTag> tags) : ITagView
    {
        private readonly Dictionary<TagName, Instant> _since = tags.ToDictionary(held => held.Tag, held => held.Since);

        public Instant? HeldSince(TagName tag) => _since.TryGetValue(tag, out var since) ? since : null;
    }

    private long? Find(string identity) => Identity.Parse(identity) is { } parsed
        ? directory.Find(parsed)
        : throw new FormatException($"'{identity}' is not an identity; write kind:value with one of {string.Join(", ", IdentityKinds.All.Select(k => k.Name()))}.");

    private bool Matches(CustomerRecord record, string? tag, string? search)
    {
        if (tag is not null)
        {
            var held = false;
            foreach (var t in record.State!.Tags(plans.At(record.PlanPosition).Plan)) held |= t.Tag.ToString() == tag;
            if (!held) return false;
        }
        return search is null
            || NameOf(record)?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
            || directory.IdentitiesOf(record.Id).Any(identity => identity.Value.Contains(search, StringComparison.OrdinalIgnoreCase));
    }

    private CustomerSummary Summary(CustomerRecord record) => new(
        CustomerNumber.ToText(record.Id), NameOf(record), Identities(record.Id), Tags(record),
        record.State!.Runs(plans.At(record.PlanPosition).Plan).Count(), LastEvent(record), NextWakeUp(record));

    private List<TagView> Tags(CustomerRecord record)
    {
        var plan = plans.At(record.PlanPosition).Plan;
        var tags = new List<TagView>();
        foreach (var held in record.State!.Tags(plan))
        {
            var group = plan.Definitions.Groups.FirstOrDefault(g => g.Name == held.Tag.Group);
            tags.Add(new TagView(
                held.Tag.ToString(), group?.Title, group?.Tags.FirstOrDefault(t => t.Name == held.Tag.Tag)?.Title, ViewText.Time(plan.Zone, held.Since),
                held.Cause.ToString(), held.ByHand ? "hand" : "rule"));
        }
        return tags;
    }

    private List<IdentityView> Identities(long customer) =>
        [.. directory.IdentitiesOf(customer).OrderBy(identity => identity.Kind).ThenBy(identity => identity.Value, StringComparer.Ordinal).Select(identity => new IdentityView(identity.Kind.Name(), identity.Value))];

    private string? LastEvent(CustomerRecord record) =>
        record.LastEventAtMs == 0 ? null : ViewText.Time(plans.At(record.PlanPosition).Plan.Zone, record.LastEventAtMs);

    private string? NextWakeUp(CustomerRecord record) =>
        record.State!.NextWakeUp is { } at ? ViewText.Time(plans.At(record.PlanPosition).Plan.Zone, at) : null;

    internal static string? NameOf(CustomerRecord record)
    {
        foreach (var (name, value) in record.State!.Attributes.Visible())
            if (name == "name") return ViewText.Json(value.ToArray()) is { ValueKind: JsonValueKind.String } text ? SafeText(text) : null;
        return null;
    }

    private static string? SafeText(JsonElement text)
    {
        try { return text.GetString(); }
        catch (InvalidOperationException) { return null; } // lone surrogates
    }
}
