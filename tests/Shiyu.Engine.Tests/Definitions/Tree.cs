using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Tests.Definitions;

/// <summary>JSON texts as definition trees with lines, for tests that need no folder.</summary>
internal static class Tree
{
    public static TreeNode Of(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        return Read(ref reader, utf8);
    }

    public static DefinitionFile File(string path, string json) => new(path, Of(json));

    private static TreeNode Read(ref Utf8JsonReader reader, byte[] utf8)
    {
        var line = utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return new TreeNode.Null(line);
            case JsonTokenType.True or JsonTokenType.False: return new TreeNode.Flag(reader.GetBoolean(), line);
            case JsonTokenType.Number: return new TreeNode.Number(Encoding.UTF8.GetString(reader.ValueSpan), line);
            case JsonTokenType.String: return new TreeNode.Text(reader.GetString()!, line);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<TreeNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader, utf8));
                return new TreeNode.Sequence(items.ToImmutable(), line);
            default:
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, TreeNode>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    entries.Add(new(key, Read(ref reader, utf8)));
                }
                return new TreeNode.Mapping(entries.ToImmutable(), line);
        }
    }
}
