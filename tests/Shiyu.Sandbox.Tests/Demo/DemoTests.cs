using Shiyu.Engine;
using Shiyu.Engine.Definitions;

namespace Shiyu.Sandbox.Tests.Demo;

public sealed class DemoTests
{
    [Fact]
    public void The_playbook_is_accepted_and_every_material_it_sends_exists()
    {
        var read = Playbook.Read();

        Assert.Empty(read.Refusals);
        var sent = read.Set!.Sops.SelectMany(sop => sop.Steps).Select(step => step.Act).OfType<StepAct.Send>().SelectMany(send => send.Materials);
        Assert.All(sent.Append(read.Set.Workspace.Welcome!), material => Assert.Contains(material, read.Set.Materials.Keys));
        Assert.True(read.Set.Sops.Length >= 5);
    }

    [Fact]
    public void Five_business_days_show_every_stage_messages_replies_repeat_orders_and_a_deletion()
    {
        var definitions = Playbook.Read().Set!;
        var run = new DemoRun(definitions).Live(TimeSpan.FromDays(5));
        var counts = run.Diary.Town.Counts;
        var story = $"lifecycle {Show(run.Lifecycle.Values.CountBy(tag => tag))}; started {Show(run.Started)}; sent {Show(run.Sent)}; ended {Show(run.Ended)}; "
            + $"arrivals {counts.Arrivals}, orders {counts.Orders}, repeats {counts.RepeatOrders}, replies {counts.Replies}, deletions {counts.Deletions}, "
            + $"delivered {run.Diary.Corp.DeliveredCount}, tasks {run.Diary.Corp.Tasks.Count}";
        TestContext.Current.TestOutputHelper!.WriteLine(story);

        var stages = definitions.Groups.Single(group => group.Name == "lifecycle").Tags.Select(tag => tag.Name);
        Assert.All(stages, stage => Assert.True(run.Lifecycle.ContainsValue(stage), $"Nobody is {stage}: {story}"));
        Assert.All(definitions.Sops.Where(sop => sop.Name != "complaint-care"), sop => Assert.True(run.Sent.GetValueOrDefault(sop.Name) > 0, $"{sop.Name} sent nothing: {story}"));
        Assert.True(counts.RepeatOrders > 10 && counts.Replies > 50 && run.Diary.Corp.DeliveredCount > 300, story);
        Assert.True(counts.Deletions >= 3 && counts.Deletions < counts.Arrivals / 4, story);
        Assert.True(run.Ended.GetValueOrDefault(EndReason.Goal) > 0 && run.Ended.GetValueOrDefault(EndReason.Deleted) > 0, story);
    }

    private static string Show<T>(IEnumerable<KeyValuePair<T, int>> counts) => string.Join(' ', counts.OrderByDescending(one => one.Value).Select(one => $"{one.Key}={one.Value}"));
}
