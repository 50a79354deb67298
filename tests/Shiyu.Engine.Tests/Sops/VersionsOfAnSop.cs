using Shiyu.Engine.Definitions;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

/// <summary>What becomes of a run that is going when its SOP is published anew.</summary>
public sealed class VersionsOfAnSop
{
    private const string Head = "sop: s, trigger: { event: x }, reentry: always, ";
    private const string First = Head + "steps: [ { id: a, at: +1h, task: ring }, { id: b, at: +1d, task: ring, expires: 1d } ]";

    [Fact]
    public void Pinned_it_finishes_on_its_version_with_its_times_and_exits()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Pin, Head + "exit: { event: stop }, steps: [ { id: b, at: +3h, task: ring } ]").Told();

        Assert.Equal([], run.Fold("03-01 14:00", "stop").Told());
        Assert.Equal(["03-02 10:00 s.b sent", "03-02 10:00 end s completed"], run.Wake("03-02 10:00").Told());
        // Whoever enters now takes the new one.
        Assert.Equal(["03-03 10:00 start s", "03-03 13:00 s.b sent", "03-03 13:00 end s completed"], run.Fold("03-03 10:00", "x").Wake("03-04 10:00").Told());
    }

    [Fact]
    public void Migrating_it_goes_on_by_step_id_in_the_new_one()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");

        Assert.Equal(["03-01 12:00 move s 1 → 2 b"], run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: b, at: +3h, task: ring } ]").Told());
        Assert.Equal(["03-01 13:00 s.b sent", "03-01 13:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Migrating_it_does_no_step_a_second_time_wherever_it_now_stands()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: b, at: +3h, task: ring }, { id: a, at: +4h, task: ring }, { id: c, at: +5h, task: ring } ]").Told();

        Assert.Equal(["03-01 13:00 s.b sent", "03-01 15:00 s.c sent", "03-01 15:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Migrating_it_remembers_a_step_that_was_away_for_a_version()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: b, at: +1d, task: ring, expires: 1d } ]").Told();
        run.Publish("03-01 12:30", RunsChoice.Migrate, Head + "steps: [ { id: b, at: +3h, task: ring }, { id: a, at: +4h, task: ring } ]").Told();

        Assert.Equal(["03-01 13:00 s.b sent", "03-01 13:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Migrating_it_goes_on_with_what_replaced_the_rest()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: a, at: +1h, task: ring }, { id: other, at: +3h, task: ring } ]").Told();

        Assert.Equal(["03-01 13:00 s.other sent", "03-01 13:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Migrating_it_is_completed_where_nothing_is_left_to_do()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");

        Assert.Equal(
            ["03-01 12:00 move s 1 → 2 ", "03-01 12:00 end s completed"],
            run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: a, at: +1h, task: ring } ]").Told());
    }

    [Fact]
    public void Migrating_it_ends_where_nothing_says_where_it_stands()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");

        Assert.Equal(["03-01 12:00 end s withdrawn"], run.Publish("03-01 12:00", RunsChoice.Migrate, Head + "steps: [ { id: other, at: +9h, task: ring } ]").Told());
    }

    [Fact]
    public void Migrating_one_that_has_done_nothing_yet_begins_with_the_new_one()
    {
        var run = new Run(First).Fold("03-01 10:00", "x");
        run.Publish("03-01 10:30", RunsChoice.Migrate, Head + "steps: [ { id: other, at: +2h, task: ring } ]").Told();

        Assert.Equal(["03-01 12:00 s.other sent", "03-01 12:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Migrating_takes_along_those_that_an_earlier_publication_pinned()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Pin, Head + "steps: [ { id: b, at: +3h, task: ring } ]").Told();

        Assert.Equal(["03-01 12:30 move s 1 → 3 b"], run.Publish("03-01 12:30", RunsChoice.Migrate, Head + "steps: [ { id: b, at: +4h, task: ring } ]").Told());
    }

    [Fact]
    public void Draining_nobody_enters_before_the_last_one_has_ended()
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        run.Publish("03-01 12:00", RunsChoice.Drain, Head + "steps: [ { id: c, task: ring } ]").Told();
        var another = run.Another("v");

        Assert.Equal(["03-01 13:00 forgotten s draining"], another.Fold("03-01 13:00", "x").Told());
        Assert.Equal(["03-02 10:00 s.b sent", "03-02 10:00 end s completed"], run.Wake("03-02 10:00").Told());
        run.Open("03-02 11:00");
        Assert.Equal(["03-02 12:00 start s", "03-02 12:00 s.c sent", "03-02 12:00 end s completed"], run.Fold("03-02 12:00", "x").Told());
    }

    [Theory]
    [InlineData(RunsChoice.Pin), InlineData(RunsChoice.Drain)]
    public void Of_an_sop_that_is_taken_away_it_finishes_and_nobody_enters(RunsChoice choice)
    {
        var run = new Run(First).Fold("03-01 10:00", "x").Wake("03-01 11:00");
        Assert.Equal([], run.Publish("03-01 12:00", choice).Told());

        Assert.Equal([], run.Another("v").Fold("03-01 13:00", "x").Fold("03-01 13:00", "sop.start", "{'sop': 's'}").Told());
        Assert.Equal(["03-02 10:00 s.b sent", "03-02 10:00 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Pinned_names_that_are_gone_hold_for_nobody_and_do_nothing()
    {
        const string Group = "group: g, kind: multi, tags: [ { tag: t }, { tag: u } ]";
        var run = new Run(
            Group, "audience: au, when: always",
            Head + "exit: { tag: g/u }, goal: { audience: au }, steps: [ { id: a, at: +1h, when: { not: { tag: g/t } }, tag: g/t }, { id: b, at: +2h, task: ring } ]");
        // The goal holds at entry while the audience is there.
        Assert.Equal(["03-01 10:00 forgotten s goal"], run.Fold("03-01 10:00", "x").Told());
        run.Publish("03-01 10:10", RunsChoice.Pin, Group, Head + "goal: { tag: g/u }, steps: [ { id: a, at: +1h, when: { not: { tag: g/t } }, tag: g/t }, { id: b, at: +2h, task: ring } ]").Told();
        run.Fold("03-01 10:30", "x").Told();
        run.Publish("03-01 10:40", RunsChoice.Pin).Told();

        Assert.Equal(["03-01 11:30 s.a sent", "03-01 12:30 s.b sent", "03-01 12:30 end s completed"], run.Wake("03-02 10:00").Told());
    }

    [Fact]
    public void Pinned_it_ends_with_the_tag_that_it_hangs_on_also_where_the_tag_is_taken_away()
    {
        const string Tag = "group: g, kind: multi, tags: [ { tag: t, when: { event: x } } ]";
        var run = new Run(Tag, "sop: s, trigger: { tag: g/t }, steps: [ { id: a, at: +1h, task: ring } ]").Fold("03-01 10:00", "x");
        run.Told();

        Assert.Equal(["03-01 10:30 -g/t definition", "03-01 10:30 end s left_trigger"], run.Publish("03-01 10:30", RunsChoice.Pin).Told());
    }

    [Fact]
    public void Its_last_message_is_asked_for_under_the_version_that_it_went_by()
    {
        var run = new Run(Head + "exit: { event: stop }, steps: [ { id: m, send: direct, material: m } ]").Fold("03-01 10:00", "contact.added", "{'member': 'z'}").Fold("03-01 10:00", "x");
        var sent = run.Sent;
        run.Publish("03-01 10:10", RunsChoice.Pin, Head + "steps: [ { id: other, send: direct, material: m } ]").Told();

        Assert.Null(run.MayHandOver(sent, "03-01 10:20"));
        run.Fold("03-01 10:30", "stop");
        Assert.Equal("ended:exit", run.MayHandOver(sent, "03-01 10:40")!.Reason);
    }

    [Fact]
    public void Two_of_one_sop_that_become_one_customers_go_on_by_the_earlier_ones_version_and_repeat_nothing()
    {
        var earlier = new Run(First).Fold("03-01 10:00", "x");
        earlier.Publish("03-01 10:30", RunsChoice.Pin, Head + "steps: [ { id: b, at: +10m, task: ring }, { id: c, at: +1d, task: ring } ]");
        var later = earlier.Another("v").Fold("03-01 10:40", "x").Wake("03-01 10:50");
        earlier.Told();

        Assert.Equal(["03-01 10:55 end s withdrawn", "03-01 10:55 end s completed"], earlier.Merge(later, "03-01 10:55").Told());
    }

    /// <summary>One customer through publications.</summary>
    private sealed class Run
    {
        private Published _published;
        private Customer _customer;
        private int _publication;

        public Run(params string[] files) : this(new Published(files), "u")
        {
        }

        private Run(Published published, string key) => (_published, _customer) = (published, new Customer(published.Plan, key));

        public Effect.StepDecided Sent => _customer.Effects.OfType<Effect.StepDecided>().Single();

        public Run Another(string key) => new(_published, key);

        public Run Fold(string now, string name, string properties = "")
        {
            _customer.Fold(now, name, properties);
            return this;
        }

        public Run Wake(string through)
        {
            _customer.Wake(through);
            return this;
        }

        public string[] Told() => _customer.Told();

        public Run Publish(string now, RunsChoice choice, params string[] files)
        {
            Told();
            _published = _published.Next(files, _ => choice, _customer.State, ++_publication);
            _customer.Redefine(_published.Plan, now);
            return this;
        }

        public void Open(string now)
        {
            var opened = _published.Opened(_customer.State)!;
            CustomerFold.Repause(_published.Plan, opened.Plan, _customer.State, World.Time(now), _customer.Effects);
            _published = opened;
            _customer = _customer.Under(opened.Plan);
        }

        public Run Merge(Run loser, string now)
        {
            _customer.Merge(loser._customer, now);
            return this;
        }

        public HandOverRefusal? MayHandOver(Effect.StepDecided sent, string now) => CustomerFold.MayHandOver(
            _published.Plan, _customer.State, sent.Sop, sent.Run, sent.Step.Id, ((StepAct.Send)sent.Step.Act).MaterialOf(sent.Arm), sent.At, sent.ExpiresAt, World.Time(now), _customer.FoldedAfter(sent.Run));
    }
}
