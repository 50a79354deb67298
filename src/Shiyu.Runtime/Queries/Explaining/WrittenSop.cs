using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>One version of an SOP's file as its author wrote it, by the places that the parsed definition has.</summary>
internal sealed class WrittenSop(PlanVersion version, string name, int number)
{
    private readonly TreeNode.Mapping _root = version.SopVersion(name, number) is { } file
        ? DefinitionReader.Tree(file.Path, file.Bytes)
        : throw new InvalidOperationException($"No file holds version {number} of the SOP {name}.");

    public TreeNode Trigger => Part("trigger")!;

    public TreeNode? Part(string key) => Below(_root, key);

    public TreeNode? StepPart(int step, string key) => Below(Items(_root, "steps")[step], key);

    public TreeNode ArmWhen(int step, int arm) => Below(Items(Items(_root, "steps")[step], "branch")[arm], "when")!;

    public static TreeNode? Below(TreeNode node, string key) => ((TreeNode.Mapping)node).Entries.FirstOrDefault(entry => entry.Key == key).Value;

    public static IReadOnlyList<TreeNode> Items(TreeNode node, string key) => ((TreeNode.Sequence)Below(node, key)!).Items;
}
