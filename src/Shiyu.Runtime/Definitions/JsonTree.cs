using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Definitions;

/// <summary>JSON text as a tree with lines; a key that stands twice is refused.</summary>
public static class JsonTree
{
    /// <exception cref="UnreadableTreeException">The bytes are not JSON, or a key stands twice.</exception>
    public static TreeNode Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[3..];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            reader.Read();
            var root = Value(ref reader, utf8, "");
            if (reader.Read()) throw new UnreadableTreeException(LineAt(utf8, reader.TokenStartIndex), "", "a second value", "one value a file");
            return root;
        }
        catch (JsonException error)
        {
            throw new UnreadableTreeException((int)(error.LineNumber ?? 0) + 1, "", error.Message.Split(" LineNumber:")[0], "well-formed JSON");
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableTreeException(LineAt(utf8, reader.TokenStartIndex), "", "half of a surrogate pair", "well-formed text");
        }
    }

    private static TreeNode Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, string path)
    {
        var line = LineAt(utf8, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return new TreeNode.Null(line);
            case JsonTokenType.True: return new TreeNode.Flag(true, line);
            case JsonTokenType.False: return new TreeNode.Flag(false, line);
            case JsonTokenType.Number: return new TreeNode.Number(Encoding.ASCII.GetString(reader.ValueSpan), line);
            case JsonTokenType.String: return new TreeNode.Text(reader.GetString()!, line);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<TreeNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader, utf8, $"{path}[{items.Count}]"));
                return new TreeNode.Sequence(items.ToImmutable(), line);
            default:
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, TreeNode>>();
                var keys = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    if (!keys.Add(key))
                        throw new UnreadableTreeException(LineAt(utf8, reader.TokenStartIndex), path, $"the key '{key}' a second time", "each key once");
                    reader.Read();
                    entries.Add(new(key, Value(ref reader, utf8, path.Length == 0 ? key : $"{path}.{key}")));
                }
                return new TreeNode.Mapping(entries.ToImmutable(), line);
        }
    }

    private static int LineAt(ReadOnlySpan<byte> utf8, long index) => utf8[..(int)Math.Min(index, utf8.Length)].Count((byte)'\n') + 1;
}
