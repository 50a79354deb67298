using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Conditions.Leaves;

/// <param name="heldFor">Milliseconds without a break; null for "has it now".</param>
internal sealed class TagLeaf(TagName tag, long? heldFor) : Leaf
{
    public override bool IsTrue(Asking asking) =>
        asking.Tags.HeldSince(tag) is { } since && !(since.UnixMs + heldFor > asking.Now.UnixMs);

    public override long NextFlip(Asking asking) =>
        asking.Tags.HeldSince(tag) is { } since && heldFor is { } span && since.UnixMs + span > asking.Now.UnixMs
            ? since.UnixMs + span
            : Never;
}
