using System.Text;
using System.Text.RegularExpressions;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Runtime.Definitions;
using Shiyu.Server.Hosting;
using Shiyu.Server.Problems;
using Xunit;

namespace Shiyu.Server.Tests.Docs;

public sealed partial class WrittenDocs
{
    private static string Root => Home.Find() ?? throw new InvalidOperationException("The repository is not above the tests.");

    [Fact]
    public void Explain_every_problem_type_that_the_code_names()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "problems.md"));
        // Codes of intake and WeCom stand as texts in the code; those under these beginnings are problem types or items' codes.
        var named = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Shiyu.Sandbox/", StringComparison.Ordinal))
            .SelectMany(file => ProblemCode().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Concat(ProblemTypes.All.Select(type => type.Code)).Concat(typeof(RefusalCodes).GetFields().Select(field => (string)field.GetValue(null)!))
            .Distinct().ToList();
        Assert.True(named.Count > 50, $"only {named.Count} codes were found");
        Assert.DoesNotContain(named, code => !page.Contains($"`{code}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Hold_only_definitions_that_parse()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "definitions.md"));
        var files = YamlBlock().Matches(page).Select((block, index) => ($"block-{index + 1}.yaml", Encoding.UTF8.GetBytes(block.Groups[1].Value)))
            .ToDictionary(file => file.Item1, file => file.Item2);
        Assert.True(files.Count >= 8, $"only {files.Count} examples were found");
        var parsed = DefinitionFolder.Parse(files);
        Assert.True(parsed.Set is not null, string.Join('\n', parsed.Refusals));
    }

    [Fact]
    public void Say_the_same_in_both_readmes()
    {
        var (english, chinese) = (Shape("README.md"), Shape("README.zh-CN.md"));
        Assert.Equal(english, chinese);
    }

    // Headings and code are the same in both; only the sentences differ.
    private static List<string> Shape(string file)
    {
        var shape = new List<string>();
        var code = false;
        foreach (var line in File.ReadLines(Path.Combine(Root, file)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            if (line.StartsWith('#') && !code) shape.Add("heading");
            else if (code) shape.Add(line.Split("  #")[0].TrimEnd().Split("    #")[0]);
        }
        return shape;
    }

    [GeneratedRegex("\"((?:event|intake|import|definition)\\.[a-z0-9_]+|wecom\\.(?:callback_|signature_|wrong_|bad_)[a-z_]+)\"")]
    private static partial Regex ProblemCode();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
