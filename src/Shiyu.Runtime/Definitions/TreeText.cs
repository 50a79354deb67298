using System.Text;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Definitions;

/// <summary>A part of a definition on one line, as it would be written in YAML's flow style.</summary>
internal static class TreeText
{
    public static string Print(TreeNode node)
    {
        var text = new StringBuilder();
        Print(node, text);
        return text.ToString();
    }

    private static void Print(TreeNode node, StringBuilder text)
    {
        switch (node)
        {
            case TreeNode.Null:
                text.Append("null");
                break;
            case TreeNode.Flag flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case TreeNode.Number number:
                text.Append(number.Written);
                break;
            case TreeNode.Text value:
                text.Append(value.Value);
                break;
            case TreeNode.Sequence sequence:
                text.Append('[');
                for (var i = 0; i < sequence.Items.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Print(sequence.Items[i], text);
                }
                text.Append(']');
                break;
            case TreeNode.Mapping mapping:
                text.Append("{ ");
                for (var i = 0; i < mapping.Entries.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    text.Append(mapping.Entries[i].Key).Append(": ");
                    Print(mapping.Entries[i].Value, text);
                }
                text.Append(" }");
                break;
        }
    }
}
