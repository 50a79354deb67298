namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>A node of a file with its path in the tree, and where to say what is wrong with it.</summary>
internal readonly record struct Place(FileParse File, TreeNode Node, string Path)
{
    public Place At(string key, TreeNode node) => new(File, node, Path.Length == 0 ? key : $"{Path}.{key}");

    public Place At(int index, TreeNode node) => new(File, node, $"{Path}[{index}]");

    public void Refuse(string code, string given, string allowed) => File.Refuse(code, Node.Line, Path, given, allowed);

    public void RefuseType(string allowed) => Refuse(RefusalCodes.WrongType, Describe(Node), allowed);

    public void RefuseValue(string allowed) => Refuse(RefusalCodes.InvalidValue, Describe(Node), allowed);

    public static string Describe(TreeNode node) => node switch
    {
        TreeNode.Null => "nothing",
        TreeNode.Flag flag => flag.Value ? "true" : "false",
        TreeNode.Number number => $"the number {Short(number.Written)}",
        TreeNode.Text text => $"'{Short(text.Value)}'",
        TreeNode.Sequence { Items.Length: 0 } => "an empty list",
        TreeNode.Sequence => "a list",
        TreeNode.Mapping => "a mapping",
        _ => "an unknown node",
    };

    public static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
