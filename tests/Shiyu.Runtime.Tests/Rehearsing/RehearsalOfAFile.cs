using System.IO.Pipes;
using Shiyu.Runtime.Rehearsing;

namespace Shiyu.Runtime.Tests.Rehearsing;

public sealed class RehearsalOfAFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shiyu-test-");

    public RehearsalOfAFile()
    {
        _folder.CreateSubdirectory("defs");
        Write("defs/life.yaml", "group: life\nkind: exclusive\ntags:\n  - { tag: first, when: { event: order.paid } }\n  - { tag: prospect, when: always }\n");
        Write("defs/sop.yaml", "sop: nudge\ntrigger: { tag: life/first }\nsteps:\n  - { id: a, at: +2h, send: direct, material: m }\n");
    }

    [Fact]
    public void Prints_decisions_exactly_as_the_definition_language_shows()
    {
        Write("e.ndjson", Line("e1", "order.paid", "2026-03-01T04:00:00Z", "\"user_id\":\"时雨\""));
        Assert.Equal((0, "1 events, 1 customers, 4 decisions.\n"), Run(to: "2026-03-02"));
        var lines = File.ReadAllLines(Path("out"));
        Assert.Equal(
            """{"at":"2026-03-01T12:00:00.000+08:00","customer":"user_id:时雨","kind":"tag_entered","tag":"life/first","cause":"event:e1"}""", lines[0]);
        Assert.Matches("""^{"at":"2026-03-01T12:00:00.000\+08:00","customer":"user_id:时雨","kind":"run_started","sop":"nudge","run":"[0-9a-f]{32}"}$""", lines[1]);
        Assert.EndsWith("\"step\":\"a\",\"outcome\":\"sent\"}", lines[2]);
        Assert.EndsWith("\"reason\":\"completed\"}", lines[3]);
    }

    [Fact]
    public void From_and_to_choose_what_is_printed()
    {
        Write("e.ndjson", Line("e1", "order.paid", "2026-03-01T12:00", "\"user_id\":\"u\""));
        Run(from: "2026-03-01T14:00", to: "2026-03-01T14:00:00.001");
        Assert.Equal(2, File.ReadAllLines(Path("out")).Length);
        Run(from: "2026-03-01T14:00:00.001", to: "2026-04-01");
        Assert.Empty(File.ReadAllLines(Path("out")));
    }

    [Fact]
    public void Sorts_a_file_out_of_order_with_little_memory_into_the_same_decisions()
    {
        var lines = Enumerable.Range(0, 500)
            .Select(i => Line($"e{i}", i % 3 == 0 ? "order.paid" : "viewed", $"2026-03-{1 + (i / 24):00}T{i % 24:00}:00:00Z", $"\"user_id\":\"u{i % 7}\"")).ToList();
        Write("e.ndjson", string.Concat(lines));
        Assert.Equal(0, Run().Code);
        var sorted = File.ReadAllText(Path("out"));
        Write("e.ndjson", string.Concat(lines.OrderBy(line => line.GetHashCode(StringComparison.Ordinal))));
        Assert.Equal(0, Run(sortBytes: 4_000).Code);
        Assert.Equal(sorted, File.ReadAllText(Path("out")));
        Assert.NotEmpty(sorted);
    }

    [Fact]
    public void Joins_identities_over_the_whole_file_and_ignores_a_repeated_id()
    {
        Write(
            "e.ndjson",
            Line("e1", "viewed", "2026-03-01T12:00", "\"anonymous_id\":\"a\"") + Line("e1", "order.paid", "2026-03-01T13:00", "\"anonymous_id\":\"a\"")
            + Line("e2", "login", "2026-03-01T14:00", "\"user_id\":\"u\",\"anonymous_id\":\"a\""));
        Assert.Contains("2 events (1 repeated lines ignored), 1 customers, 1 decisions.", Run().Error);
        Assert.Contains("\"customer\":\"user_id:u\"", Assert.Single(File.ReadAllLines(Path("out"))));
    }

    [Fact]
    public void Writes_into_a_pipe_that_the_shell_names()
    {
        Write("e.ndjson", Line("e1", "order.paid", "2026-03-01T12:00", "\"user_id\":\"u\""));
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        Assert.Equal((0, "1 events, 1 customers, 2 decisions.\n"), Run(output: $"/dev/fd/{pipe.GetClientHandleAsString()}"));
        pipe.DisposeLocalCopyOfClientHandle();
        Assert.Contains("life/first", new StreamReader(pipe).ReadLine());
    }

    [Fact]
    public void Maps_names_as_the_intake_does()
    {
        Write("defs/shop.yaml", "dictionary: shop\nevents:\n  payOrder: order.paid\n");
        foreach (var name in new[] { "payOrder", "Order Completed" })
        {
            Write("e.ndjson", Line("e1", name, "2026-03-01T12:00", "\"user_id\":\"u\""));
            Run();
            Assert.Contains("life/first", File.ReadAllLines(Path("out"))[0]);
        }
    }

    [Fact]
    public void Leaves_out_a_join_that_gives_two_of_a_strong_kind_and_tells_so()
    {
        Write(
            "e.ndjson",
            Line("e1", "x", "2026-03-01T12:00", "\"user_id\":\"u\",\"phone\":\"1\"") + Line("e2", "x", "2026-03-01T13:00", "\"user_id\":\"v\",\"phone\":\"1\""));
        var (code, error) = Run();
        Assert.Equal(0, code);
        Assert.Contains("user_id:v and phone:1 are not joined: one customer would have user_id:v and user_id:u", error);
        Assert.Equal(2, File.ReadAllLines(Path("out")).Length);
    }

    [Theory]
    [InlineData("{\"id\":", "malformed JSON")]
    [InlineData("[]", "found []; allowed: one JSON object a line")]
    [InlineData("{\"name\":\"x\"}", "id: found nothing")]
    [InlineData("{\"id\":\"1\",\"name\":\"x\",\"occurredAt\":5,\"identities\":{\"user_id\":\"u\"}}", "occurredAt: found 5")]
    [InlineData("{\"id\":\"1\",\"name\":\"x\",\"occurredAt\":\"yesterday\",\"identities\":{\"user_id\":\"u\"}}", "occurredAt: found \"yesterday\"")]
    [InlineData("{\"id\":\"1\",\"name\":\"x\",\"occurredAt\":\"2026-03-01\",\"identities\":{}}", "identities: found none; allowed: at least one of union_id")]
    [InlineData("{\"id\":\"1\",\"name\":\"x\",\"occurredAt\":\"2026-03-01\",\"identities\":{\"email\":\"u\"}}", "identities.email: found an unknown kind")]
    [InlineData("{\"id\":\"1\",\"name\":\"x\",\"occurredAt\":\"2026-03-01\",\"identities\":{\"user_id\":\"u\"},\"properties\":[]}", "properties: found []")]
    public void A_refused_line_is_named_and_leaves_no_output(string line, string told)
    {
        Write("e.ndjson", Line("e1", "x", "2026-03-01T12:00", "\"user_id\":\"u\"") + line + "\n");
        var (code, error) = Run();
        Assert.Equal(2, code);
        Assert.Contains($"{Path("e.ndjson")}:2: {(told.StartsWith("malformed", StringComparison.Ordinal) ? "found " : "")}{told}", error);
        Assert.Equal(["defs", "e.ndjson"], _folder.EnumerateFileSystemInfos().Select(info => info.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_refused_definition_is_named()
    {
        Write("defs/bad.yaml", "sop: bad\n");
        Write("e.ndjson", "");
        var (code, error) = Run();
        Assert.Equal(2, code);
        Assert.Contains("bad.yaml:", error);
    }

    [Fact]
    public void Ids_take_at_most_16_bytes_an_event()
    {
        var ids = new IdSet();
        for (var i = 0; i < 200_000; i++) Assert.True(ids.Add($"event-{i}"));
        for (var i = 0; i < 200_000; i += 997) Assert.False(ids.Add($"event-{i}"));
        Assert.Equal(200_000, ids.Count);
        Assert.True(ids.Bytes <= 16L * ids.Count, $"{ids.Bytes} bytes for {ids.Count} ids.");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Line(string id, string name, string at, string identities) =>
        $"{{\"id\":\"{id}\",\"name\":\"{name}\",\"occurredAt\":\"{at}\",\"identities\":{{{identities}}}}}" + "\n";

    private (int Code, string Error) Run(string? from = null, string? to = null, int sortBytes = 1 << 20, string? output = null)
    {
        var error = new StringWriter { NewLine = "\n" };
        var options = new RehearsalOptions
        {
            Definitions = Path("defs"),
            Events = Path("e.ndjson"),
            From = from,
            To = to,
            Out = output ?? Path("out"),
            DrawProgress = false,
            SortBytes = sortBytes,
        };
        return (RehearsalCommand.Run(options, error, TextWriter.Null), error.ToString());
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(Path(name), text);
}
