using System.Collections.Immutable;
using System.Globalization;
using Shiyu.Engine.Definitions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Shiyu.Sandbox.Tests.Demo;

/// <summary>The demo's definition files, read by the engine's own parser.</summary>
internal static class Playbook
{
    public static ParsedDefinitions Read() => DefinitionParser.Parse([.. Files().Select(file => new DefinitionFile(file, Tree(file)))]);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "demo"), "*.yaml", SearchOption.AllDirectories);

    private static TreeNode Tree(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return Node(stream.Documents.Single().RootNode);
    }

    private static TreeNode Node(YamlNode node)
    {
        var line = (int)node.Start.Line;
        return node switch
        {
            YamlMappingNode mapping => new TreeNode.Mapping(
                [.. mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Node(child.Value)))], line),
            YamlSequenceNode sequence => new TreeNode.Sequence([.. sequence.Children.Select(Node)], line),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => new TreeNode.Flag(flag.Value == "true", line),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, CultureInfo.InvariantCulture, out _) =>
                new TreeNode.Number(scalar.Value!, line),
            YamlScalarNode scalar => new TreeNode.Text(scalar.Value!, line),
            _ => throw new InvalidDataException($"{node.GetType().Name} in line {line}"),
        };
    }
}
