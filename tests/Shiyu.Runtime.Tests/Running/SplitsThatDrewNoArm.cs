namespace Shiyu.Runtime.Tests.Running;

public sealed class SplitsThatDrewNoArm
{
    /// <summary>A held-out message has no arm: naming the first one's material would tell of a message that nobody chose.</summary>
    [Theory]
    [InlineData("100%", "skipped", "a / b")]
    [InlineData("0%", "planned", "b")]
    public async Task List_all_that_the_message_might_have_been(string holdout, string state, string content)
    {
        await using var world = await RunningWorld.OpenAsync(
            ("a.yaml", "{ material: a, text: A }"), ("b.yaml", "{ material: b, text: B }"),
            ("s.yaml", $"{{ sop: s, trigger: {{ event: x }}, holdout: {holdout}, steps: [ {{ id: m, split: {{ one: 0%, two: 100% }}, send: direct, material: {{ one: a, two: b }} }} ] }}"));

        await world.HappensAsync("x", "user_id:u1");

        var delivery = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, "message", null, 50)).Items);
        Assert.Equal((state, content), (delivery.State, delivery.Content));
    }
}
