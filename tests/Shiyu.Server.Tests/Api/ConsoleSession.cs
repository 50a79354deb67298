using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class ConsoleSession
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begins_with_the_password_in_a_cookie_that_no_script_and_no_other_site_gets()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var answer = await server.Anonymous.PostAsync("/api/session", ServerUnderTest.Json($$"""{"password":"{{ServerUnderTest.Password}}"}"""), Stop);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Reads_without_and_changes_only_with_its_header()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var session = await server.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/api/overview", Stop)).StatusCode);
        using var forged = await session.PutAsync("/api/definitions", ServerUnderTest.Json("""{"files":{}}"""), Stop);
        Assert.Equal((HttpStatusCode.Forbidden, "/problems/auth.missing_header"), (forged.StatusCode, await TypeAsync(forged)));
        session.DefaultRequestHeaders.Add("X-Shiyu", "1");
        Assert.Equal(HttpStatusCode.OK, (await session.PutAsync("/api/definitions", ServerUnderTest.Json("""{"files":{}}"""), Stop)).StatusCode);
    }

    [Fact]
    public async Task Ends_when_signed_out()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var session = await server.SignInAsync();
        session.DefaultRequestHeaders.Add("X-Shiyu", "1");
        Assert.Equal(HttpStatusCode.NoContent, (await session.DeleteAsync("/api/session", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await session.GetAsync("/api/session", Stop)).StatusCode);
    }

    [Fact]
    public async Task Cannot_be_guessed_more_than_ten_times_a_minute()
    {
        await using var server = await ServerUnderTest.StartAsync();
        for (var guess = 0; guess < 10; guess++)
        {
            using var wrong = await server.Anonymous.PostAsync("/api/session", ServerUnderTest.Json("""{"password":"guess"}"""), Stop);
            Assert.Equal((HttpStatusCode.Unauthorized, "/problems/auth.wrong_password"), (wrong.StatusCode, await TypeAsync(wrong)));
        }
        using var stopped = await server.Anonymous.PostAsync("/api/session", ServerUnderTest.Json($$"""{"password":"{{ServerUnderTest.Password}}"}"""), Stop);
        Assert.Equal((HttpStatusCode.TooManyRequests, "/problems/auth.too_many_attempts"), (stopped.StatusCode, await TypeAsync(stopped)));
        Assert.NotNull(stopped.Headers.RetryAfter);
    }

    private static async Task<string?> TypeAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("type").GetString();
}
