using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Leaves;

/// <param name="member">Null: any.</param>
internal sealed class ContactLeaf(string? member, ContactState state, Instant since) : Leaf
{
    public override bool IsTrue(Asking asking) => asking.Contacts.Any(member, state, since);

    // Contacts change by events only.
    public override long NextFlip(Asking asking) => Never;
}
