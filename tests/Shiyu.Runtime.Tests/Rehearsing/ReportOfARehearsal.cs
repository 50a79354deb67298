using System.Text.Json;
using Shiyu.Runtime.Rehearsing;
using Shiyu.Runtime.Rehearsing.Reporting;

namespace Shiyu.Runtime.Tests.Rehearsing;

/// <summary>Four customers order at noon; two SOPs want to write to each at 20:00, and one message a day is allowed.</summary>
public sealed class ReportOfARehearsal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shiyu-test-");
    private readonly RehearsalReport _report;

    public ReportOfARehearsal()
    {
        Write("defs/workspace.yaml", "workspace: main\ncaps: { day: 1 }\n");
        Write("defs/thanks.yaml", """
            sop: thanks
            title: 感谢
            trigger: { event: order.paid }
            goal: { event: review.written }
            priority: 60
            steps:
              - { id: hello, at: day 0 20:00, send: direct, material: hello }
              - { id: ask, wait: { event: message.received }, for: 2h, then: talk, else: more }
              - { id: talk, send: direct, material: plain }
              - { id: more, at: day 1 20:00, send: direct, material: plain }
            """);
        Write("defs/advert.yaml", "sop: advert\ntrigger: { event: order.paid }\nsteps:\n  - { id: look, at: day 0 20:00, send: direct, material: plain }\n");
        Write("defs/hello.yaml", "material: hello\ntext: \"{{nickname}}，谢谢您\"\n");
        Write("defs/plain.yaml", "material: plain\ntext: 谢谢您\n");
        Write("fewer/workspace.yaml", "workspace: main\ncaps: { day: 1 }\n");
        File.Copy(Path("defs/advert.yaml"), Path("fewer/advert.yaml"));
        Write("e.ndjson", string.Concat(
            Friend("u1", "zhang", "安"), Friend("u2", "zhang", "贝"), Friend("u3", "li", "陈"),
            Line("u1", "order.paid", "2026-03-01T12:00"), Line("u2", "order.paid", "2026-03-01T12:00"),
            Line("u3", "order.paid", "2026-03-01T12:00"), Line("u4", "order.paid", "2026-03-01T12:00"),
            Line("u1", "review.written", "2026-03-02T10:00")));
        Assert.Equal(0, Run(new RehearsalOptions { Definitions = Path("defs"), Events = Path("e.ndjson"), To = "2026-03-05", Report = Path("report.json") }));
        _report = JsonSerializer.Deserialize(File.ReadAllText(Path("report.json")), ReportJson.Readable.RehearsalReport)!;
    }

    [Fact]
    public void Counts_entries_and_messages_a_day()
    {
        Assert.Equal([new("2026-03-01", 8, 4, 3), new("2026-03-02", 0, 3, 2)], _report.Days);
        Assert.Equal((8, 4, 7), ((int)_report.Entries, (int)_report.Reached, (int)_report.Messages));
        Assert.Equal([("advert", 4L, 0L), ("thanks", 4L, 7L)], _report.Sops.Select(sop => (sop.Sop, sop.Entries, sop.Messages)));
        Assert.Equal(3, _report.Sops[1].Steps.Single(step => step.Step == "more").Outcomes["sent"]);
    }

    [Fact]
    public void Tells_what_each_member_would_have_to_do()
    {
        Assert.Equal(
            [("li", 2L, 2L, "2026-03-01", 1L), ("zhang", 3L, 3L, "2026-03-01", 2L)],
            _report.Members.Items.Select(member => (member.Member, member.Messages, member.WeComTasks, member.BusiestDay, member.BusiestDayMessages)));
        Assert.Equal(2, _report.Members.WithoutSender);
    }

    [Fact]
    public void Tells_what_a_personal_variable_costs()
    {
        Assert.Equal((5, 5, 4), ((int)_report.Packing.Messages, (int)_report.Packing.Tasks, (int)_report.Packing.TasksWithoutVariables));
        Assert.Equal(
            [("hello", "nickname", 3L, 3L, 2L), ("plain", "", 2L, 2L, 2L)],
            _report.Packing.Materials.Select(material => (
                material.Material, string.Join(',', material.Variables), material.Messages, material.Tasks, material.TasksWithoutVariables)));
    }

    [Fact]
    public void Tells_who_is_kept_back_by_whom()
    {
        Assert.Equal([new("advert", "lost_to", 0, 4, 4)], _report.Caps);
        Assert.Equal([new("advert", "thanks", 4, 4, 4, 0, 4)], _report.Conflicts);
    }

    [Fact]
    public void Counts_the_messages_that_an_exit_saved()
    {
        // Before the review the run waited; behind the wait lies at least one more message.
        Assert.Equal((1, 1), ((int)_report.Exits, (int)_report.SavedMessages));
        Assert.Equal([("completed", 3L), ("goal", 1L)], _report.Sops[1].Ended.Select(end => (end.Key, end.Value)));
    }

    [Fact]
    public void Counts_only_the_stretch_that_was_asked_for()
    {
        var options = new RehearsalOptions
        {
            Definitions = Path("defs"), Events = Path("e.ndjson"), From = "2026-03-02", To = "2026-03-02T20:00", Report = Path("part.json"),
        };
        Assert.Equal(0, Run(options));

        var part = JsonSerializer.Deserialize(File.ReadAllText(Path("part.json")), ReportJson.Readable.RehearsalReport)!;
        Assert.Equal((0, 0, 1), ((int)part.Entries, (int)part.Messages, (int)part.Exits));
    }

    [Fact]
    public void Compares_two_sets_of_definitions()
    {
        var output = new StringWriter();
        var options = new RehearsalOptions
        {
            Definitions = Path("defs"), Against = Path("fewer"), Events = Path("e.ndjson"), To = "2026-03-05", Report = Path("both.json"),
        };
        Assert.Equal(0, Run(options, output));

        var both = JsonSerializer.Deserialize(File.ReadAllText(Path("both.json")), ReportJson.Readable.RehearsalComparison)!;
        Assert.Equal((7, 4), ((int)both.First.Messages, (int)both.Second.Messages));
        Assert.Matches(@"Messages +7 +4 +-3\n", output.ToString());
    }

    [Fact]
    public void Lists_the_customers_behind_a_number()
    {
        Assert.Equal(
            "Behind \"messages sop=thanks day=2026-03-02\": 3 customer(s)\n  2026-03-02T20:00:00.000+08:00  user_id:u2\n  2026-03-02T20:00:00.000+08:00  user_id:u3\n"
            + "  2026-03-02T20:00:00.000+08:00  user_id:u4\n\n",
            Told(new RehearsalOptions { Behind = "messages sop=thanks day=2026-03-02" }));
        Assert.Equal("Behind \"saved\": 1 customer(s)\n  2026-03-02T10:00:00.000+08:00  user_id:u1  saved 1\n\n", Told(new RehearsalOptions { Behind = "saved" }));
        Assert.StartsWith("Behind \"entries\": 4 customer(s)\n  2026-03-01T12:00:00.000+08:00  user_id:u1  2 times\n", Told(new RehearsalOptions { Behind = "entries" }));
    }

    [Fact]
    public void Writes_the_whole_story_of_one_customer()
    {
        var lines = Told(new RehearsalOptions { Story = "user_id:u1" }).Split('\n');

        Assert.Equal("Story of user_id:u1", lines[0]);
        Assert.Equal(
            [
                "  2026-03-01T11:00:00.000+08:00  event        contact.added {\"member\":\"zhang\"}",
                "  2026-03-01T12:00:00.000+08:00  event        order.paid",
                "  2026-03-01T12:00:00.000+08:00  run_started  advert (event:order.paid-u1)",
                "  2026-03-01T12:00:00.000+08:00  run_started  thanks (event:order.paid-u1)",
                "  2026-03-01T20:00:00.000+08:00  step         thanks/hello sent (send hello)",
                "  2026-03-01T20:00:00.000+08:00  step         advert/look dropped: lost_to:thanks/hello (send plain)",
                "  2026-03-01T20:00:00.000+08:00  path         thanks/ask waiting",
            ],
            lines[1..8]);
        Assert.Contains(lines, line => line.EndsWith("run_ended    thanks goal (event:review.written-u1)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("everything"), InlineData("messages sop"), InlineData("messages who=me"), InlineData("messages day=today"), InlineData("messages sop=a sop=b")]
    public void Refuses_a_number_that_there_is_not(string behind)
    {
        var error = new StringWriter();
        Assert.Equal(2, RehearsalCommand.Run(new RehearsalOptions { Definitions = Path("defs"), Events = Path("e.ndjson"), Behind = behind }, error, TextWriter.Null));
        Assert.StartsWith($"--behind: found \"{behind}\"; allowed: one of entries", error.ToString());
    }

    [Fact]
    public void Refuses_the_story_of_somebody_unknown()
    {
        var error = new StringWriter();
        Assert.Equal(2, RehearsalCommand.Run(new RehearsalOptions { Definitions = Path("defs"), Events = Path("e.ndjson"), Story = "user_id:u9" }, error, TextWriter.Null));
        Assert.Contains("--story: found no customer user_id:u9", error.ToString());
    }

    [Theory]
    [InlineData(null, null, "--events, --data: found both or neither")]
    [InlineData("e.ndjson", "data", "--events, --data: found both or neither")]
    [InlineData("e.ndjson", null, "--definitions: missing")]
    [InlineData(null, "nowhere", "--data: found no folder")]
    public void Refuses_what_does_not_go_together(string? events, string? data, string told)
    {
        var error = new StringWriter();
        var options = new RehearsalOptions { Events = events is null ? null : Path(events), Data = data is null ? null : Path(data) };
        Assert.Equal(2, RehearsalCommand.Run(options, error, TextWriter.Null));
        Assert.StartsWith(told, error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Friend(string user, string member, string nickname) =>
        $$$"""{"id":"f-{{{user}}}","name":"contact.added","occurredAt":"2026-03-01T11:00","identities":{"user_id":"{{{user}}}"},"properties":{"member":"{{{member}}}"},"attributes":{"nickname":"{{{nickname}}}"}}""" + "\n";

    private static string Line(string user, string name, string at) =>
        $$$"""{"id":"{{{name}}}-{{{user}}}","name":"{{{name}}}","occurredAt":"{{{at}}}","identities":{"user_id":"{{{user}}}"}}""" + "\n";

    private string Told(RehearsalOptions options)
    {
        var output = new StringWriter();
        Run(options with { Definitions = Path("defs"), Events = Path("e.ndjson"), To = "2026-03-05" }, output);
        return output.ToString();
    }

    private static int Run(RehearsalOptions options, TextWriter? output = null)
    {
        var error = new StringWriter();
        if (output is not null) output.NewLine = "\n";
        var code = RehearsalCommand.Run(options with { DrawProgress = false }, error, output ?? TextWriter.Null);
        Assert.True(code == 0, error.ToString());
        return code;
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }
}
