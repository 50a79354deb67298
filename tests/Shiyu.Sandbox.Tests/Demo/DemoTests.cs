using Shiyu.Engine;
using Shiyu.Engine.Definitions;

namespace Shiyu.Sandbox.Tests.Demo;

public sealed class DemoTests
{
    /// <summary>Five business days from the day that the dated files are written for; the tests look at it from many sides.</summary>
    private static readonly Lazy<DemoRun> s_fiveDays = new(() => new DemoRun(Playbook.Read().Set!).Live(TimeSpan.FromDays(5)));

    [Fact]
    public void The_playbook_is_accepted_and_every_material_it_sends_exists()
    {
        var read = Playbook.Read();

        Assert.Empty(read.Refusals);
        // Live, what is warned of is refused.
        Assert.Empty(read.Warnings);
        var sent = read.Set!.Sops.SelectMany(sop => sop.Steps).Select(step => step.Act).OfType<StepAct.Send>().SelectMany(send => send.Materials);
        Assert.All(sent.Append(read.Set.Workspace.Welcome!), material => Assert.Contains(material, read.Set.Materials.Keys));
    }

    [Theory]
    [InlineData("新加好友")]
    [InlineData("训练营")]
    [InlineData("回捞")]
    [InlineData("存量")]
    [InlineData("新品发布")]
    [InlineData("节日")]
    [InlineData("复购周期")]
    public void The_method_has_an_sop_of_each_kind(string kind) =>
        Assert.Contains(Playbook.Read().Set!.Sops, sop => sop.Title!.StartsWith(kind, StringComparison.Ordinal));

    [Fact]
    public void Five_business_days_show_every_stage_messages_replies_repeat_orders_and_a_deletion()
    {
        var run = s_fiveDays.Value;
        var counts = run.Diary.Town.Counts;
        var story = Story(run);
        TestContext.Current.TestOutputHelper!.WriteLine(story);

        var stages = Playbook.Read().Set!.Groups.Single(group => group.Name == "lifecycle").Tags.Select(tag => tag.Name);
        Assert.All(stages, stage => Assert.True(run.Lifecycle.ContainsValue(stage), $"Nobody is {stage}: {story}"));
        Assert.True(counts.RepeatOrders > 10 && counts.Replies > 50 && run.Diary.Corp.DeliveredCount > 300, story);
        Assert.True(counts.Deletions >= 3 && counts.Deletions < counts.Arrivals / 4, story);
        Assert.True(run.Ended.GetValueOrDefault(EndReason.Goal) > 0 && run.Ended.GetValueOrDefault(EndReason.Deleted) > 0, story);
    }

    [Fact]
    public void Every_sop_starts_and_does_something_for_somebody()
    {
        var run = s_fiveDays.Value;

        Assert.All(Playbook.Read().Set!.Sops, sop =>
        {
            Assert.True(run.Started.GetValueOrDefault(sop.Name) > 0, $"{sop.Name} started for nobody: {Story(run)}");
            var done = run.Steps.Where(step => step.Decision.Sop == sop.Name && step.Decision.Outcome == StepOutcome.Sent).ToList();
            Assert.True(done.Count > 0, $"{sop.Name} did nothing: {Story(run)}");
            // The signal of the third month is the advisor's to act on; every other SOP writes to somebody.
            Assert.True(sop.Name == "replenish-signal" || run.Sent.GetValueOrDefault(sop.Name) > 0, $"{sop.Name} sent nothing: {Story(run)}");
        });
    }

    [Theory]
    [InlineData("new-friend", "answer")]
    [InlineData("tasting-camp", "checked")]
    [InlineData("existing-care", "heard")]
    public void Waits_are_met_by_some_and_time_out_for_others(string sop, string step)
    {
        var turns = s_fiveDays.Value.Turns.Where(one => one.Turn.Sop == sop && one.Turn.Step.Id == step).CountBy(one => one.Turn.Reason).ToDictionary();

        Assert.All([PathReason.Waiting, PathReason.Met, PathReason.TimedOut], reason => Assert.True(turns.GetValueOrDefault(reason) > 0, $"{reason}: {Show(turns)}"));
    }

    [Theory]
    [InlineData("new-friend", "heard")]
    [InlineData("tasting-camp", "progress")]
    [InlineData("existing-care", "shelf")]
    public void Branches_lead_both_ways(string sop, string step)
    {
        var turns = s_fiveDays.Value.Turns.Where(one => one.Turn.Sop == sop && one.Turn.Step.Id == step).CountBy(one => one.Turn.Reason).ToDictionary();

        Assert.All([PathReason.Held, PathReason.Otherwise], reason => Assert.True(turns.GetValueOrDefault(reason) > 0, $"{reason}: {Show(turns)}"));
    }

    [Fact]
    public void Winning_back_sends_both_offers_and_leaves_a_tenth_alone()
    {
        var steps = s_fiveDays.Value.Steps.Where(step => step.Decision.Sop == "win-back").ToList();
        var arms = steps.Where(step => step.Decision is { Step.Id: "offer", Outcome: StepOutcome.Sent }).CountBy(step => step.Decision.ArmName!).ToDictionary();
        var heldOut = steps.Where(step => step.Decision.Outcome == StepOutcome.Holdout).Select(step => step.Customer).ToHashSet();

        Assert.Equal(["coupon", "sample"], arms.Keys.Order());
        Assert.NotEmpty(heldOut);
        Assert.DoesNotContain(steps, step => heldOut.Contains(step.Customer) && step.Decision.Outcome == StepOutcome.Sent);
    }

    [Fact]
    public void A_product_that_lasts_sixty_days_is_asked_after_on_the_sixtieth_and_called_about_after_the_third_month()
    {
        var run = s_fiveDays.Value;
        var marked = Done("replenish-signal", "mark");

        Assert.Contains("cycle/due", run.TagsEntered);
        Assert.Contains("care/call-first", run.TagsEntered);
        Assert.NotEmpty(Done("replenish-cycle", "remind"));
        Assert.NotEmpty(marked);
        Assert.Equal(marked, Done("replenish-signal", "call"));

        List<string> Done(string sop, string step) =>
            [.. run.Steps.Where(one => one.Decision.Sop == sop && one.Decision.Step.Id == step && one.Decision.Outcome == StepOutcome.Sent).Select(one => one.Customer)];
    }

    [Fact]
    public void Messages_give_way_to_the_night_to_the_caps_and_to_each_other_and_most_come_later()
    {
        var steps = s_fiveDays.Value.Steps.Select(step => step.Decision).ToList();
        var reasons = steps.Where(step => step.Outcome is StepOutcome.Deferred or StepOutcome.Dropped).CountBy(step => step.ReasonText!).ToDictionary();
        TestContext.Current.TestOutputHelper!.WriteLine(Show(reasons));

        Assert.Contains(steps, step => step is { Outcome: StepOutcome.Deferred, Reason: StepReason.QuietHours });
        Assert.Contains(steps, step => step is { Outcome: StepOutcome.Deferred, Reason: StepReason.CapGap });
        Assert.Contains(steps, step => step.Reason == StepReason.CapDay);
        Assert.Contains("lost_to:new-tea/launch", reasons.Keys);
        var deferred = steps.Where(step => step.Outcome == StepOutcome.Deferred).Select(step => (step.Run, step.Step.Id)).ToHashSet();
        var sentAfter = steps.Where(step => step.Outcome == StepOutcome.Sent).Count(step => deferred.Contains((step.Run, step.Step.Id)));
        Assert.True(sentAfter > deferred.Count / 2, $"{sentAfter} of {deferred.Count}");
    }

    [Fact]
    public void Nobody_is_written_to_at_night_or_more_often_than_the_workspace_allows()
    {
        var service = Playbook.Read().Set!.Sops.Where(sop => sop.Class == MessageClass.Service).Select(sop => sop.Name).ToHashSet();
        var messages = s_fiveDays.Value.Steps.Where(step => step.Decision is { Outcome: StepOutcome.Sent, Step.Act: StepAct.Send } && !service.Contains(step.Decision.Sop))
            .Select(step => (step.Customer, At: DateTimeOffset.FromUnixTimeMilliseconds(step.Decision.At.UnixMs).ToOffset(TimeSpan.FromHours(8)))).ToList();

        Assert.All(messages, message => Assert.InRange(message.At.Hour, 8, 21));
        Assert.All(messages.CountBy(message => (message.Customer, message.At.Date)), day => Assert.Equal(1, day.Value));
    }

    [Fact]
    public void Opened_before_a_holiday_the_dated_sops_come_on_their_moved_days_and_the_sale_waits_for_the_holiday_to_end()
    {
        // 清明节 2026 is 4 to 6 April: three days on from this opening lies within.
        var opening = new DateTimeOffset(2026, 4, 2, 10, 0, 0, TimeSpan.FromHours(8));
        var run = new DemoRun(Playbook.Read(DateOnly.FromDateTime(opening.DateTime)).Set!, opening).Live(TimeSpan.FromDays(7));

        Assert.Equal("2026-04-07 10:00", First("new-tea", "launch"));
        Assert.Equal("2026-04-08 15:00", First("new-tea", "looked"));
        Assert.Equal("2026-04-04 20:00", First("tasting-camp", "eve"));
        Assert.Equal("2026-04-06 09:30", First("festival", "day"));

        string First(string sop, string step) => run.Steps.Where(one => one.Decision.Sop == sop && one.Decision.Step.Id == step && one.Decision.Outcome == StepOutcome.Sent)
            .Select(one => DateTimeOffset.FromUnixTimeMilliseconds(one.Decision.DueAt.UnixMs).ToOffset(TimeSpan.FromHours(8))).Min()
            .ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Story(DemoRun run)
    {
        var counts = run.Diary.Town.Counts;
        return $"lifecycle {Show(run.Lifecycle.Values.CountBy(tag => tag))}; started {Show(run.Started)}; sent {Show(run.Sent)}; ended {Show(run.Ended)}; "
            + $"arrivals {counts.Arrivals}, enrolments {counts.CampEnrolments}, check-ins {counts.CampCheckIns}, orders {counts.Orders}, repeats {counts.RepeatOrders}, "
            + $"replies {counts.Replies}, deletions {counts.Deletions}, delivered {run.Diary.Corp.DeliveredCount}, tasks {run.Diary.Corp.Tasks.Count}";
    }

    private static string Show<T>(IEnumerable<KeyValuePair<T, int>> counts) => string.Join(' ', counts.OrderByDescending(one => one.Value).Select(one => $"{one.Key}={one.Value}"));
}
