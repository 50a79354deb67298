using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Shiyu.Engine.Definitions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Shiyu.Runtime.Definitions;

/// <summary>
/// YAML text as a tree with lines. Plain scalars are resolved by the core schema of YAML 1.2 (<c>no</c> and <c>on</c> are text, quoted is text);
/// duplicate keys are refused, aliases bounded.
/// </summary>
public static partial class YamlTree
{
    // A definition has some hundreds of nodes; a few aliases of aliases could make billions.
    private const int NodesMax = 200_000;
    private const int DepthMax = 64;

    /// <exception cref="UnreadableTreeException">The bytes are not one YAML document of the kind described.</exception>
    public static TreeNode Read(ReadOnlySpan<byte> utf8)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (DecoderFallbackException error)
        {
            throw new UnreadableTreeException(utf8[..error.Index].Count((byte)'\n') + 1, "", "bytes that are not UTF-8", "UTF-8 text");
        }
        if (text.StartsWith('\uFEFF')) text = text[1..];
        try
        {
            return new Reading(new Parser(new StringReader(text))).Document();
        }
        catch (YamlException error)
        {
            throw new UnreadableTreeException((int)error.Start.Line, "", error.Message, "well-formed YAML");
        }
    }

    /// <summary>A plain scalar by YAML 1.2's core schema (section 10.3.2).</summary>
    internal static TreeNode Resolve(string plain, int line) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new TreeNode.Null(line),
        "true" or "True" or "TRUE" => new TreeNode.Flag(true, line),
        "false" or "False" or "FALSE" => new TreeNode.Flag(false, line),
        _ when Number().IsMatch(plain) => new TreeNode.Number(plain.TrimStart('+'), line),
        _ when Octal().IsMatch(plain) => new TreeNode.Number(FromDigits(plain.AsSpan(2), 8), line),
        _ when Hexadecimal().IsMatch(plain) => new TreeNode.Number(FromDigits(plain.AsSpan(2), 16), line),
        // Infinity and not-a-number are numbers of the schema that no definition can use; the parser refuses them as written.
        _ when NotFinite().IsMatch(plain) => new TreeNode.Number(plain, line),
        _ => new TreeNode.Text(plain, line),
    };

    private static string FromDigits(ReadOnlySpan<char> digits, int radix)
    {
        var value = System.Numerics.BigInteger.Zero;
        foreach (var digit in digits) value = value * radix + Convert.ToInt32(digit.ToString(), 16);
        return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^0o[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex("^0x[0-9a-fA-F]+$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex NotFinite();

    private sealed class Reading(Parser parser)
    {
        private readonly Dictionary<AnchorName, TreeNode> _anchors = [];
        private int _nodes;

        public TreeNode Document()
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _)) return new TreeNode.Null(1);
            parser.Consume<DocumentStart>();
            var root = Node("", 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<StreamEnd>(out _)) return root;
            throw Unreadable(parser.Current!.Start.Line, "", "a second document", "one definition a file");
        }

        private TreeNode Node(string path, int depth)
        {
            var line = parser.Current!.Start.Line;
            if (depth > DepthMax) throw Unreadable(line, path, $"more than {DepthMax} levels", $"at most {DepthMax} levels");
            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                if (!_anchors.TryGetValue(alias.Value, out var known))
                    throw Unreadable(line, path, $"the alias *{alias.Value} before its anchor is complete", "an alias of an anchor above it");
                Count(Size(known), line, path);
                return known;
            }
            Count(1, line, path);
            if (parser.TryConsume<Scalar>(out var scalar)) return Remember(scalar.Anchor, FromScalar(scalar, path));
            if (parser.TryConsume<SequenceStart>(out var sequence))
            {
                var items = ImmutableArray.CreateBuilder<TreeNode>();
                while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node($"{path}[{items.Count}]", depth + 1));
                return Remember(sequence.Anchor, new TreeNode.Sequence(items.ToImmutable(), (int)line));
            }
            var start = parser.Consume<MappingStart>();
            var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, TreeNode>>();
            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key))
                    throw Unreadable(parser.Current!.Start.Line, path, "a key that is no text", "text keys");
                if (!keys.Add(key.Value)) throw Unreadable(key.Start.Line, path, $"the key '{key.Value}' a second time", "each key once");
                entries.Add(new(key.Value, Node(path.Length == 0 ? key.Value : $"{path}.{key.Value}", depth + 1)));
            }
            return Remember(start.Anchor, new TreeNode.Mapping(entries.ToImmutable(), (int)line));
        }

        private static TreeNode FromScalar(Scalar scalar, string path)
        {
            var line = (int)scalar.Start.Line;
            if (scalar.Tag.IsEmpty) return scalar.Style == ScalarStyle.Plain ? Resolve(scalar.Value, line) : new TreeNode.Text(scalar.Value, line);
            return scalar.Tag.Value is "!" or "tag:yaml.org,2002:str"
                ? new TreeNode.Text(scalar.Value, line)
                : throw Unreadable(line, path, $"the tag {scalar.Tag.Value}", "no tags: text, numbers, true, false and null are told apart by how they are written");
        }

        private TreeNode Remember(AnchorName anchor, TreeNode node)
        {
            if (!anchor.IsEmpty) _anchors[anchor] = node;
            return node;
        }

        private void Count(int nodes, long line, string path)
        {
            _nodes += nodes;
            if (_nodes > NodesMax) throw Unreadable(line, path, $"more than {NodesMax} nodes, aliases counted in full", $"at most {NodesMax} nodes");
        }

        private static int Size(TreeNode node) => node switch
        {
            TreeNode.Sequence sequence => 1 + sequence.Items.Sum(Size),
            TreeNode.Mapping mapping => 1 + mapping.Entries.Sum(entry => Size(entry.Value)),
            _ => 1,
        };

        private static UnreadableTreeException Unreadable(long line, string path, string given, string allowed) => new((int)line, path, given, allowed);
    }
}
