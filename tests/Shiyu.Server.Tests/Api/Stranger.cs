using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shiyu.Server.Tests.Api;

/// <summary>Someone with neither key nor session.</summary>
public sealed partial class Stranger
{
    // Each of these asks for its own proof, or shows nothing about anybody.
    private static readonly string[] Open = ["/healthz", "/readyz", "/openapi/{documentName}.json", "POST /api/session", "/wecom/callback", "{*path}", "/sa", "/sa.gif", "/debug", "/orders"];

    [Fact]
    public async Task Is_refused_by_every_endpoint_that_does_not_say_otherwise()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var asked = 0;
        foreach (var endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = endpoint.RoutePattern.RawText!;
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                // Intake asks for its write key, which may stand in the body: its own tests hold it to that.
                if (Open.Contains(pattern) || pattern.StartsWith("/v1/", StringComparison.Ordinal) || Open.Contains($"{method} {pattern}") || method == "OPTIONS") continue;
                var request = new HttpRequestMessage(new HttpMethod(method), "/" + Parameter().Replace(pattern, parameter => parameter.Value.EndsWith(":int}", StringComparison.Ordinal) ? "1" : "x").TrimStart('/'))
                {
                    Content = method is "POST" or "PUT" ? ServerUnderTest.Json("{}") : null,
                };
                using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {pattern} answered {(int)answer.StatusCode}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                asked++;
            }
        }
        Assert.True(asked >= 18, $"only {asked} endpoints were asked");
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Is_told_how_the_server_is_by_HEAD_as_by_GET(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var answer = await server.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/favicon.ico")]
    public async Task Is_told_that_a_file_is_missing_and_not_to_sign_in(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>A page of the console is asked for again whenever it is reloaded; no path of ours may stand in its place.</summary>
    [Theory]
    [InlineData("/wecom")]
    [InlineData("/channels")]
    [InlineData("/customers/c1")]
    public async Task Is_given_the_console_at_each_of_its_places(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var answer = await server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Is_refused_with_a_wrong_key_even_beside_a_session()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var session = await server.SignInAsync();
        session.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await session.GetAsync("/api/overview", TestContext.Current.CancellationToken)).StatusCode);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
