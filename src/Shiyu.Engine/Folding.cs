using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>
/// One instant of one customer: what the stages work on, and their order. One per thread and plan, used again for every fact, so that a
/// fold which changes nothing allocates nothing.
/// </summary>
internal sealed class Folding : ITagView
{
    [ThreadStatic]
    private static Folding? s_last;

    // Customers that are moved from one plan to another go to and fro between two.
    [ThreadStatic]
    private static Folding? s_lastButOne;

    private Cause _cause;

    private Folding(Plan plan)
    {
        Plan = plan;
        Asking = new Asking { Zone = plan.Zone, Tags = this };
        Dirty = Marks.Of(plan.RuleCount);
        Entered = Marks.Of(plan.Tags.Length);
        Joined = Marks.Of(plan.RuleCount);
        StartedSops = Marks.Of(plan.Sops.Length);
        Candidates = Marks.Of(plan.Sops.Length);
        HandedOver = Marks.Of(plan.Sops.Length);
    }

    public Plan Plan { get; }
    public Asking Asking { get; }
    public CustomerState State { get; private set; } = null!;
    public List<Effect> Effects { get; private set; } = null!;
    public Instant Now { get; private set; }

    /// <summary>Why it is decided: the event being folded, whose id is read only where something is, or what was begun with.</summary>
    public Cause Cause => Fact is { } fact ? Cause.Event(fact.Id) : _cause;

    /// <summary>The event being folded; null at a wake-up.</summary>
    public EventFact? Fact { get; private set; }

    /// <summary>Rules to be asked at the next tag stage: something they read has changed, or their time has come.</summary>
    public Marks Dirty { get; }

    /// <summary>Tags entered and audiences joined in the present pass: they trigger SOPs.</summary>
    public Marks Entered { get; }
    public Marks Joined { get; }

    /// <summary>One fact or wake-up starts at most one run of an SOP.</summary>
    public Marks StartedSops { get; }
    public Marks Candidates { get; }

    /// <summary>SOPs that a step has just handed the customer over to.</summary>
    public Marks HandedOver { get; }

    /// <summary>This instant has not been settled before: dates that it brings take everyone now.</summary>
    public bool DatesAreDue { get; set; }

    /// <summary>Messages that want this instant's slot.</summary>
    public List<Contender> Contenders { get; } = [];

    /// <summary>What becomes of each of them, in the same order.</summary>
    public List<Verdict> Verdicts { get; } = [];

    public List<int> Leaves { get; } = [];
    public List<int> Enters { get; } = [];

    /// <summary>Set by a fact, a step or an entered tag until the ends stage has looked.</summary>
    public bool AttributesChanged { get; set; }
    public bool ContactsChanged { get; set; }
    public bool TagsChanged { get; set; }

    /// <summary>This fact is the customer deleting the last friendship.</summary>
    public bool Deleted { get; set; }

    /// <summary>Definitions were applied or customers merged: every ending is looked at anew.</summary>
    public bool AskEverything { get; set; }

    public static Folding Of(Plan plan, CustomerState state, List<Effect> effects)
    {
        if (s_last?.Plan != plan) (s_last, s_lastButOne) = (s_lastButOne?.Plan == plan ? s_lastButOne : new Folding(plan), s_last);
        s_last!.Enter(state, effects);
        return s_last;
    }

    /// <summary>Everything that conditions read of this state, as of <paramref name="now"/>; the state is only read.</summary>
    public static Asking AskingOf(Plan plan, CustomerState state, Instant now)
    {
        var folding = Of(plan, state, []);
        folding.Asking.Now = now;
        return folding.Asking;
    }

    /// <summary>What the stages would see at <paramref name="now"/>, with no fact being folded; for asking only.</summary>
    public static Folding ForAsking(Plan plan, CustomerState state, Instant now)
    {
        var folding = Of(plan, state, []);
        folding.Now = folding.Asking.Now = now;
        folding.StartedSops.Clear();
        return folding;
    }

    /// <summary>Points the shared scratch at one state, and back from any fold that threw halfway.</summary>
    private void Enter(CustomerState state, List<Effect> effects)
    {
        State = state;
        Effects = effects;
        state.Events ??= Plan.Events.NewStates();
        Asking.Accumulators = state.Events;
        Asking.RunAccumulators = null;
        Asking.Attributes = state.Attributes;
        Asking.Contacts = state.Contacts;
        Asking.Now = state.Now;
        Now = state.Now;
        Fact = null;
        Dirty.Clear();
        HandedOver.Clear();
        Contenders.Clear();
        DatesAreDue = false;
        AttributesChanged = ContactsChanged = TagsChanged = Deleted = AskEverything = false;
    }

    public Instant? HeldSince(TagName tag) => Plan.TagsByName.TryGetValue(tag, out var known) ? State.HeldSince(known.Index) : null;

    /// <summary>Takes every wake-up before <paramref name="end"/>, or up to and with it, each at its own instant.</summary>
    public void WakeUntil(Instant end, bool inclusive)
    {
        while (State.WakeAt < end || (inclusive && State.WakeAt == end && end != Instant.Max))
        {
            var at = State.WakeAt > State.Now ? State.WakeAt : State.Now;
            if (State.Waiting.Length > 0 && State.Waiting[0].OccurredAt <= at) FoldWaiting(at);
            else
            {
                Begin(at, Cause.Time, null);
                DatesAreDue = State.Exists;
                Settle();
                if (State.WakeAt <= at && (State.Waiting.Length == 0 || State.Waiting[0].OccurredAt > at))
                    throw new InvalidOperationException($"Customer {State.Key} is not settled at {at}: something is due again at once.");
            }
        }
    }

    /// <summary>Every wake-up before this instant, and the facts of this instant that arrived before what comes now.</summary>
    public void TakeWhatCameBefore(Instant now)
    {
        WakeUntil(now, inclusive: false);
        while (State.Waiting.Length > 0 && State.Waiting[0].OccurredAt <= now) FoldWaiting(now);
    }

    /// <summary>Folds the first of the waiting facts, whose time has come.</summary>
    public void FoldWaiting(Instant at)
    {
        var fact = State.Waiting[0];
        State.Waiting = State.Waiting[1..];
        Fold(fact, at);
    }

    public void Fold(EventFact fact, Instant now)
    {
        Begin(now, default, fact);
        if (fact.Arrival > State.LastArrival) State.LastArrival = fact.Arrival;
        var mayTrigger = Absorb(fact);
        DatesAreDue = !State.Exists || State.WakeAt <= now;
        if (!State.Exists)
        {
            State.Exists = true;
            Dirty.Fill(Plan.RuleCount);
            mayTrigger = true;
        }
        // Most facts touch nothing that anybody asks about.
        if (mayTrigger || Deleted || AttributesChanged || ContactsChanged || TagsChanged || State.WakeAt <= now || !Dirty.IsEmpty)
            Settle();
    }

    /// <summary>Keeps a fact whose time has not come.</summary>
    public void Wait(EventFact fact)
    {
        if (fact.Arrival > State.LastArrival) State.LastArrival = fact.Arrival;
        State.Wait(fact);
        // Nothing was settled: what was due stays due.
        if (fact.OccurredAt < State.WakeAt) State.WakeAt = fact.OccurredAt;
    }

    /// <param name="cause">Of what is not an event.</param>
    public void Begin(Instant now, Cause cause, EventFact? fact)
    {
        State.Now = Now = Asking.Now = now;
        _cause = cause;
        Fact = fact;
    }

    /// <summary>tags → ends → new runs → steps due, again for as long as a step changes a tag or an attribute; then completed.</summary>
    /// <remarks>
    /// The starting over ends by itself: each time one step is done, a run has finitely many, and each SOP starts at most one run here.
    /// </remarks>
    public void Settle()
    {
        MarkDue();
        StartedSops.Clear();
        var trigger = Fact;
        do
        {
            TagStage.Run(this);
            EndStage.Run(this);
            EntryStage.Run(this, trigger);
            trigger = null;
        }
        while (StepStage.Run(this));
        EndStage.Complete(this);
        Finish(new Instant(Now.UnixMs + 1));
    }

    /// <summary>tags → ends only, for what starts no run and is no step's time: definitions applied, customers merged.</summary>
    public void SettleTagsAndEnds()
    {
        // What a date brings at this very instant is still to come, with the wake-up.
        var datesFrom = State.WakeAt <= Now ? Now : new Instant(Now.UnixMs + 1);
        MarkDue();
        AskEverything = true;
        TagStage.Run(this);
        EndStage.Run(this);
        EndStage.Complete(this);
        Entered.Clear();
        Joined.Clear();
        Finish(datesFrom);
    }

    /// <summary>Looks only for the next wake-up: who has one has changed, and nothing that was due was settled.</summary>
    public void LookAgain() => State.WakeAt = NextWakeUp(State.WakeAt <= Now ? Now : new Instant(Now.UnixMs + 1));

    public void Emit(Effect effect) => Effects.Add(effect);

    /// <summary>Notes that an event, a step or an attribute has changed what rules and endings read.</summary>
    public void Changed(bool attributes = false, bool contacts = false)
    {
        if (attributes)
        {
            AttributesChanged = true;
            Dirty.AddAll(Plan.AttributeReaders);
        }
        if (contacts)
        {
            ContactsChanged = true;
            Dirty.AddAll(Plan.ContactReaders);
        }
    }

    /// <summary>Sets or unsets a tag that has no rule.</summary>
    public void SetByHand(int tag, bool set, Moment at)
    {
        HandSetting.Note(State, tag, set, new HandTime(at, ++State.HandOrder));
        Dirty.Add(tag);
    }

    private bool Absorb(EventFact fact)
    {
        if (State.Attributes.Absorb(fact)) Changed(attributes: true);
        var startsByHand = false;
        switch (fact.Name)
        {
            case "contact.added" or "contact.deleted_by_customer" or "contact.deleted_by_member":
                Asking.Contacts = State.OwnContacts ??= new ContactTable();
                Deleted = ContactFacts.Absorb(State.OwnContacts, fact, out var changed);
                if (changed) Changed(contacts: true);
                break;
            case "message.received" or "message.sent":
                // Asked for at hand-over only: no rule, no ending and no step reads it.
                Asking.Contacts = State.OwnContacts ??= new ContactTable();
                State.OwnContacts.AbsorbTalk(fact);
                break;
            case "tag.set" or "tag.unset":
                if (HandFacts.TagOf(fact) is { } name && Plan.TagsByName.TryGetValue(name, out var tag) && tag.When is null)
                    SetByHand(tag.Index, fact.Name == "tag.set", new Moment(fact.OccurredAt, fact.Arrival));
                break;
            case HandFacts.SopStart or HandFacts.SopLetIn:
                startsByHand = true;
                break;
            case DeliveryFacts.Refused:
                if (DeliveryFacts.RefusedOf(fact) is { } refused) State.Sent = SentMessage.Without(State.Sent.ToArray(), refused.PlannedAt, refused.IsDirect);
                break;
        }

        if (!Plan.Routes.TryGetValue(fact.Name, out var route)) return startsByHand;
        if (Plan.Events.Absorb(State.Events!, fact, Now)) Dirty.AddAll(route.Rules);
        foreach (var record in State.Sops)
        {
            if (record.Going is not { } run) continue;
            var sop = Plan.Of(record.Sop, run);
            if (route.Waits[record.Sop] && !run.WaitMet && run.IsMetBy(fact, sop, Now)) run.Meet(Now);
            if (!route.GoalsAndExits[record.Sop]) continue;
            if (run.Events is { } events) sop.RunEvents.Absorb(events, fact, Now);
            run.Ask = true;
        }
        return startsByHand || !route.Triggers.IsEmpty
            || (State.Sops.Length > 0 && !(route.GoalsAndExits.IsEmpty && route.Waits.IsEmpty));
    }

    private void MarkDue()
    {
        if (State.WakeAt > Now) return;
        foreach (ref readonly var change in State.Changes.AsSpan())
            if (change.AtMs <= Now.UnixMs) Dirty.Add(change.Rule);
        foreach (var hold in State.Holds)
            if (hold.Until <= Now) Dirty.Add(hold.Tag);
    }

    private void Finish(Instant datesFrom)
    {
        AttributesChanged = ContactsChanged = TagsChanged = Deleted = AskEverything = false;
        State.WakeAt = NextWakeUp(datesFrom);
    }

    private Instant NextWakeUp(Instant datesFrom)
    {
        var next = State.Waiting.Length > 0 ? State.Waiting[0].OccurredAt : Instant.Max;
        foreach (ref readonly var change in State.Changes.AsSpan())
            if (change.AtMs < next.UnixMs) next = new Instant(change.AtMs);
        foreach (var hold in State.Holds)
            if (hold.Until < next) next = hold.Until;
        foreach (var record in State.Sops)
            if (record.Going is { } run && run.NextWakeUp(Plan.Of(record.Sop, run), Plan.IsPaused(record.Sop)) is var wake && wake < next) next = wake;
        if (State.Exists)
            foreach (var date in Plan.Dates)
                if (date >= datesFrom && date < next) next = date;
        return next;
    }
}
