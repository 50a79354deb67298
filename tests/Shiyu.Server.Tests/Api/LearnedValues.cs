using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class LearnedValues
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_shown_and_learned_on_demand()
    {
        await using var server = await StartAsync();
        Assert.Equal((JsonValueKind.Null, 200, 0), await LearnedAsync(server));

        var (status, _) = await server.PostAsync("/api/values", "");

        Assert.Equal(HttpStatusCode.OK, status);
        // Of arms without a delivery the shares are learned, too: from the belief that the definitions start with.
        var learned = await server.Admin.GetStringAsync("/api/values", Stop);
        Assert.NotEqual(JsonValueKind.Null, JsonElement.Parse(learned).GetProperty("at").ValueKind);
        var sop = JsonElement.Parse(await server.Admin.GetStringAsync("/api/sops/s", Stop));
        Assert.Equal(12.5m, sop.GetProperty("margin").GetDecimal());
        var step = sop.GetProperty("steps")[0];
        Assert.True(step.GetProperty("learns").GetBoolean());
        Assert.InRange(step.GetProperty("arms")[0].GetProperty("learned")[0].GetProperty("share").GetDouble(), 0.4, 0.6);
    }

    [Fact]
    public async Task Stand_beside_what_a_guardrail_has_stopped()
    {
        await using var server = await StartAsync();

        var stopped = JsonElement.Parse(await server.Admin.GetStringAsync("/api/guardrails", Stop));

        Assert.Equal(0, stopped.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("{}", 400, "request.invalid_parameter")]
    [InlineData("""{"what":"step:s/c"}""", 404, "guardrail.not_stopped")]
    public async Task Let_only_what_is_stopped_go_again(string body, int status, string code)
    {
        await using var server = await StartAsync();

        var (answered, problem) = await server.PostAsync("/api/guardrails/resume", body);

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
    }

    private static async Task<(JsonValueKind, int, int)> LearnedAsync(ServerUnderTest server)
    {
        var learned = JsonElement.Parse(await server.Admin.GetStringAsync("/api/values", Stop));
        return (learned.GetProperty("at").ValueKind, learned.GetProperty("enough").GetInt32(), learned.GetProperty("messages").GetArrayLength());
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(
            ("w.yaml", "workspace: main\nvalue: { lifetime: 100 }\nguardrail: { deletions: 2% }\n"),
            ("s.yaml", "sop: s\ntrigger: manual\nmargin: 12.5\nsteps: [ { id: c, split: thompson, send: direct, material: { a: ten, b: twenty } } ]\n"),
            ("ten.yaml", "material: ten\ntext: 九折\n"), ("twenty.yaml", "material: twenty\ntext: 八折\n"));
        return server;
    }
}
