using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Queries.Explaining;

/// <summary>An SOP's file as its author wrote it, by the places that the parsed definition has.</summary>
internal sealed class WrittenSop(PlanVersion version, string name)
{
    private readonly TreeNode.Mapping _root = DefinitionReader.Find(version.Files, "sop", name)
        ?? throw new InvalidOperationException($"The SOP {name} is in force and in no file.");

    public TreeNode Trigger => Part("trigger")!;

    public TreeNode? Part(string key) => Below(_root, key);

    public TreeNode? StepPart(int step, string key) => Below(Items(_root, "steps")[step], key);

    public TreeNode ArmWhen(int step, int arm) => Below(Items(Items(_root, "steps")[step], "branch")[arm], "when")!;

    public static TreeNode? Below(TreeNode node, string key) => ((TreeNode.Mapping)node).Entries.FirstOrDefault(entry => entry.Key == key).Value;

    public static IReadOnlyList<TreeNode> Items(TreeNode node, string key) => ((TreeNode.Sequence)Below(node, key)!).Items;
}
