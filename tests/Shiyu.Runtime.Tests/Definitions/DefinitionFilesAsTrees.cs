using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Tests.Definitions;

public sealed class DefinitionFilesAsTrees
{
    [Fact]
    public void Resolve_plain_scalars_by_the_core_schema_of_yaml_1_2()
    {
        var root = Yaml("""
            no: no
            on: on
            quoted: "12"
            flag: true
            nothing: ~
            number: 1.50
            plus: +7
            octal: 0o17
            hex: 0xff
            date: 2026-11-11
            time: 20:00
            exponent: 1e3
            """);

        Assert.Equal("no", Assert.IsType<TreeNode.Text>(At(root, "no")).Value);
        Assert.Equal("on", Assert.IsType<TreeNode.Text>(At(root, "on")).Value);
        Assert.Equal("12", Assert.IsType<TreeNode.Text>(At(root, "quoted")).Value);
        Assert.True(Assert.IsType<TreeNode.Flag>(At(root, "flag")).Value);
        Assert.IsType<TreeNode.Null>(At(root, "nothing"));
        Assert.Equal("1.50", Assert.IsType<TreeNode.Number>(At(root, "number")).Written);
        Assert.Equal("7", Assert.IsType<TreeNode.Number>(At(root, "plus")).Written);
        Assert.Equal("15", Assert.IsType<TreeNode.Number>(At(root, "octal")).Written);
        Assert.Equal("255", Assert.IsType<TreeNode.Number>(At(root, "hex")).Written);
        Assert.Equal("2026-11-11", Assert.IsType<TreeNode.Text>(At(root, "date")).Value);
        Assert.Equal("20:00", Assert.IsType<TreeNode.Text>(At(root, "time")).Value);
        Assert.Equal("1e3", Assert.IsType<TreeNode.Number>(At(root, "exponent")).Written);
    }

    [Fact]
    public void Know_the_line_of_every_node()
    {
        var root = Yaml("sop: a\nsteps:\n  - id: one\n    at: +2h\n");

        var step = Assert.IsType<TreeNode.Mapping>(Assert.IsType<TreeNode.Sequence>(At(root, "steps")).Items[0]);
        Assert.Equal((3, 4), (step.Line, At(step, "at").Line));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, "the key 'a' a second time")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "a second document")]
    [InlineData("a: !!binary aGk=\n", 1, "the tag tag:yaml.org,2002:binary")]
    [InlineData("[a]: 1\n", 1, "a key that is no text")]
    [InlineData("a: *b\n", 1, "alias")]
    public void Refuse_what_is_no_single_plain_document(string yaml, int line, string given)
    {
        var error = Assert.Throws<UnreadableTreeException>(() => Yaml(yaml));

        Assert.Equal(line, error.Line);
        Assert.Contains(given, error.Given, StringComparison.Ordinal);
    }

    [Fact]
    public void Bound_what_aliases_may_grow_to()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
            yaml.Append($"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");

        Assert.Contains("nodes", Assert.Throws<UnreadableTreeException>(() => Yaml(yaml.ToString())).Given, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"a\": 2}", 2, "the key 'a' a second time")]
    [InlineData("{\"a\": 1,\n}", 2, "")]
    [InlineData("{} {}", 1, "")]
    public void Refuse_json_that_is_not_well_formed(string json, int line, string given)
    {
        var error = Assert.Throws<UnreadableTreeException>(() => JsonTree.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(line, error.Line);
        Assert.Contains(given, error.Given, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_json_and_yaml_into_the_same_tree()
    {
        var json = JsonTree.Read("""{ "a": [1, "two", null, true], "b": { "c": -1.5 } }"""u8);
        var yaml = Yaml("a: [1, two, null, true]\nb: { c: -1.5 }\n");

        Assert.Equal(TreeText.Print(yaml), TreeText.Print(json));
    }

    [Fact]
    public void Zones_come_with_their_skipped_and_doubled_hours()
    {
        var berlin = ZoneTables.Get("Europe/Berlin")!;
        var skipped = berlin.FromLocalMs(Local(2026, 3, 29, 2, 30));
        var doubled = berlin.FromLocalMs(Local(2026, 10, 25, 2, 30));

        Assert.Equal("2026-03-29T01:30:00.000Z", skipped.ToString());
        Assert.Equal("2026-10-25T00:30:00.000Z", doubled.ToString());
        Assert.Equal(Duration.Hours(8).Ms, ZoneTables.Get("Asia/Shanghai")!.OffsetAt(new Instant(0)));
        Assert.Null(ZoneTables.Get("Asia/Beijing"));

        static long Local(int year, int month, int day, int hour, int minute) =>
            new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    }

    private static TreeNode.Mapping Yaml(string text) => Assert.IsType<TreeNode.Mapping>(YamlTree.Read(Encoding.UTF8.GetBytes(text)));

    private static TreeNode At(TreeNode.Mapping mapping, string key) => mapping.Entries.Single(entry => entry.Key == key).Value;
}
