using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Server.Demo;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Shiyu.Sandbox.Tests.Demo;

/// <summary>The demo's definition files, read by the engine's own parser.</summary>
internal static class Playbook
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "demo");

    public static DateOnly WrittenFor { get; } =
        DateOnly.ParseExact(File.ReadAllText(Path.Combine(s_folder, DemoDates.OpeningDayFile)).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <param name="opening">The day to which the demo moves the dated files; null: as they are written.</param>
    public static ParsedDefinitions Read(DateOnly? opening = null) =>
        DefinitionParser.Parse([.. DemoDates.Move(Files(), WrittenFor, opening ?? WrittenFor).Select(file => new DefinitionFile(file.Key, Tree(file.Value)))]);

    private static Dictionary<string, byte[]> Files() => Directory.EnumerateFiles(s_folder, "*.yaml", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(s_folder, file).Replace('\\', '/'), File.ReadAllBytes);

    private static TreeNode Tree(byte[] file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Encoding.UTF8.GetString(file)));
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
