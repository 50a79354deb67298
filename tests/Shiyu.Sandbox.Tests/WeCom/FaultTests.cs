using System.Net;
using System.Net.Http.Json;
using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class FaultTests
{
    [Fact]
    public async Task A_5xx_does_no_work()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        await standIn.DoAsync("faults", new { fail5xxRate = 1.0, paths = new[] { "/cgi-bin/externalcontact/add_msg_template" } });

        using var answer = await AddAsync(standIn, id);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(0, await TasksAsync(standIn));
    }

    [Fact]
    public async Task A_dropped_answer_comes_after_the_work_was_done()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        await standIn.DoAsync("faults", new { dropAnswerRate = 1.0, paths = new[] { "/cgi-bin/externalcontact/add_msg_template" } });

        await Assert.ThrowsAsync<HttpRequestException>(() => AddAsync(standIn, id));

        Assert.Equal(1, await TasksAsync(standIn));
    }

    [Fact]
    public async Task The_same_seed_meets_the_same_faults()
    {
        await using var standIn = await StartAsync();
        async Task<string> Draw(int seed)
        {
            await standIn.DoAsync("faults", new { fail5xxRate = 0.5, seed });
            var drawn = "";
            for (var call = 0; call < 40; call++)
            {
                using var answer = await standIn.Http.GetAsync(
                    new Uri($"/cgi-bin/externalcontact/get_follow_user_list?access_token={standIn.Token}", UriKind.Relative), TestContext.Current.CancellationToken);
                drawn += answer.IsSuccessStatusCode ? '.' : 'x';
            }
            return drawn;
        }

        var first = await Draw(7);

        Assert.Equal(first, await Draw(7));
        Assert.NotEqual(first, await Draw(8));
        Assert.Contains('x', first);
        Assert.Contains('.', first);
    }

    [Theory]
    [InlineData("""{"slowMs":-1}""")]
    [InlineData("""{"fail5xxRate":1.5}""")]
    [InlineData("""{"dropAnswerRate":-0.1}""")]
    public async Task Impossible_faults_are_refused(string body)
    {
        await using var standIn = await StartAsync();

        using var answer = await standIn.Http.PostAsync(
            new Uri("/sandbox/faults", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("allowed", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<HttpResponseMessage> AddAsync(StandIn standIn, string id) => standIn.Http.PostAsJsonAsync(
        $"/cgi-bin/externalcontact/add_msg_template?access_token={standIn.Token}",
        new { sender = "linxiaoyu", external_userid = new[] { id }, text = new { content = "tea" } }, TestContext.Current.CancellationToken);

    private static async Task<int> TasksAsync(StandIn standIn) =>
        (await standIn.Http.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/sandbox/town", TestContext.Current.CancellationToken))!["tasks"]!.GetValue<int>();
}
