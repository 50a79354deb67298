using System.Text;

namespace Shiyu.Runtime.Tests.Running;

public sealed class DefinitionsThatGoLive
{
    [Theory]
    [InlineData("steps: [ { id: a, task: t, end: true }, { id: b, task: t } ]", "definition.unreachable")]
    [InlineData("window: 1h, steps: [ { id: a, at: +2h, task: t } ]", "definition.window_too_short")]
    [InlineData("steps: [ { id: a, send: direct, material: nowhere } ]", "definition.unknown_material")]
    public async Task Are_refused_where_a_rehearsal_only_warns(string rest, string code)
    {
        await using var world = await RunningWorld.OpenAsync();

        var applied = await world.Runtime.ApplyAsync(new Dictionary<string, byte[]>
        {
            ["s.yaml"] = Encoding.UTF8.GetBytes($"{{ sop: s, trigger: {{ event: x }}, {rest} }}"),
        });

        Assert.False(applied.Applied);
        Assert.Equal(code, Assert.Single(applied.Refusals).Code);
    }
}
