using System.Text;

namespace Shiyu.Runtime.Tests.Running;

public sealed class DefinitionsThatGoLive
{
    [Theory]
    [InlineData("steps: [ { id: a, task: t, end: true }, { id: b, task: t } ]", "definition.unreachable")]
    [InlineData("window: 1h, steps: [ { id: a, at: +2h, task: t } ]", "definition.window_too_short")]
    [InlineData("window: 3h, steps: [ { id: first, at: +2h, task: t }, { id: a, at: +3h, task: t } ]", "definition.window_too_short")]
    [InlineData("window: 3d, steps: [ { id: first, task: t }, { id: a, at: day 4 10:00, task: t } ]", "definition.window_too_short")]
    [InlineData("steps: [ { id: a, at: day -1 10:00, task: t } ]", "definition.unreachable")]
    [InlineData("steps: [ { id: a, send: direct, material: nowhere } ]", "definition.unknown_material")]
    public async Task Are_refused_where_a_rehearsal_only_warns(string rest, string code)
    {
        await using var world = await RunningWorld.OpenAsync();

        var applied = await world.Runtime.ApplyAsync(new Dictionary<string, byte[]>
        {
            ["s.yaml"] = Encoding.UTF8.GetBytes($"{{ sop: s, trigger: {{ event: x }}, {rest} }}"),
        });

        Assert.False(applied.Applied);
        Assert.Equal((code, rest.Contains("id: b", StringComparison.Ordinal) ? "b" : "a"), Assert.Single(applied.Refusals) is var refusal ? (refusal.Code, refusal.Step) : default);
    }

    [Theory]
    [InlineData("trigger: { event: x }, window: 3d, steps: [ { id: first, task: t }, { id: a, at: day 3 10:00, task: t } ]")]
    [InlineData("trigger: { event: x }, steps: [ { id: a, at: day -1 10:00, late: send, task: t } ]")]
    [InlineData("trigger: { date: 2026-05-01 }, window: 3d, steps: [ { id: a, at: day -1 10:00, task: t }, { id: b, at: day 2 10:00, task: t } ]")]
    [InlineData("trigger: { event: x }, anchor: { property: at }, window: 3d, steps: [ { id: a, at: day -5 10:00, task: t }, { id: b, at: day 9 10:00, task: t } ]")]
    public async Task Are_taken_where_a_step_may_come_in_time(string sop)
    {
        await using var world = await RunningWorld.OpenAsync();

        var applied = await world.Runtime.ApplyAsync(new Dictionary<string, byte[]> { ["s.yaml"] = Encoding.UTF8.GetBytes($"{{ sop: s, {sop} }}") });

        Assert.True(applied.Applied, string.Join('\n', applied.Refusals));
    }
}
