using System.Collections.Immutable;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>
/// Reads a definition written in YAML's flow style on one or several lines, so that tests of the engine read like definition files
/// without a YAML library: <c>group: g, kind: multi, tags: [ { tag: a, when: always } ]</c>.
/// </summary>
internal sealed class Flow
{
    private readonly string _text;
    private int _at;

    private Flow(string text) => _text = text;

    /// <param name="entries">A mapping without its braces.</param>
    public static TreeNode Read(string entries) => new Flow($"{{{entries}}}").Node();

    private TreeNode Node()
    {
        Skip();
        switch (_text[_at])
        {
            case '{':
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, TreeNode>>();
                for (_at++, Skip(); _text[_at] != '}'; Skip())
                {
                    var key = Scalar(stopAtColon: true);
                    Expect(':');
                    entries.Add(new(key, Node()));
                    Separator();
                }
                _at++;
                return new TreeNode.Mapping(entries.ToImmutable(), 1);
            case '[':
                var items = ImmutableArray.CreateBuilder<TreeNode>();
                for (_at++, Skip(); _text[_at] != ']'; Skip())
                {
                    items.Add(Node());
                    Separator();
                }
                _at++;
                return new TreeNode.Sequence(items.ToImmutable(), 1);
            case '"':
                return new TreeNode.Text(Scalar(stopAtColon: false), 1);
            default:
                return Scalar(stopAtColon: false) switch
                {
                    "null" => new TreeNode.Null(1),
                    "true" => new TreeNode.Flag(true, 1),
                    "false" => new TreeNode.Flag(false, 1),
                    var text when decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) => new TreeNode.Number(text, 1),
                    var text => new TreeNode.Text(text, 1),
                };
        }
    }

    private string Scalar(bool stopAtColon)
    {
        Skip();
        if (_text[_at] == '"')
        {
            var end = _text.IndexOf('"', _at + 1);
            var quoted = _text[(_at + 1)..end];
            _at = end + 1;
            return quoted;
        }
        var start = _at;
        while (!(_text[_at] is ',' or '}' or ']' or '{' or '[' || (stopAtColon && _text[_at] == ':'))) _at++;
        return _text[start.._at].Trim();
    }

    private void Separator()
    {
        Skip();
        if (_text[_at] == ',') _at++;
    }

    private void Expect(char c)
    {
        Skip();
        Assert.Equal(c, _text[_at++]);
    }

    private void Skip()
    {
        while (char.IsWhiteSpace(_text[_at])) _at++;
    }
}
