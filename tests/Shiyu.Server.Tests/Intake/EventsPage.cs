using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary><c>docs/events.md</c> says what is.</summary>
public sealed partial class EventsPage
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "events.md"));

    [Fact]
    public async Task Shows_requests_that_are_taken()
    {
        await using var host = await IntakeHost.StartAsync();
        var bodies = Bodies().Matches(Page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal("""{"success":true}""", (await host.SegmentAsync("/v1/track", bodies[0])).Text);
        Assert.Equal("""{"accepted":1,"repeated":0,"rejected":[]}""", (await host.EventsAsync(bodies[1])).Text);
        Assert.Equal(["order.paid", "order.paid"], host.Intake.Events.Select(taken => taken.Name));
    }

    [Fact]
    public async Task Shows_the_answer_to_a_batch_with_a_bad_message()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync("/v1/batch", """
            {"batch":[{"type":"track","event":"a","userId":"u"},{"type":"track","event":"b"},{"type":"track","event":"c","userId":"u"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(answer.Text, Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_every_code_there_is_and_no_other()
    {
        var sources = new[] { "src/Shiyu.Runtime/Intake", "src/Shiyu.Server/Intake" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories));
        var inCode = sources.SelectMany(file => Codes().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().Order();
        var onPage = DocumentedCodes().Matches(Page).Select(match => match.Groups[1].Value).Distinct().Order();
        Assert.Equal(inCode, onPage);
    }

    [GeneratedRegex(@"-d '(\{.*?\n\})'", RegexOptions.Singleline)]
    private static partial Regex Bodies();

    [GeneratedRegex("\"((?:intake|event|import)\\.[a-z_0-9]+)\"")]
    private static partial Regex Codes();

    [GeneratedRegex("`((?:intake|event|import)\\.[a-z_0-9]+)`")]
    private static partial Regex DocumentedCodes();

    private static string Here([CallerFilePath] string path = "") => path;
}
