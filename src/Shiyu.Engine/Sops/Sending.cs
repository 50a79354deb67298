using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Finds the member through whom a direct message goes, among those who are the customer's friends now.</summary>
internal static class Sending
{
    private const string Owner = "owner";

    /// <returns>Null where nobody may send it.</returns>
    public static string? Of(SenderChoice choice, ContactTable contacts, AttributeTable attributes)
    {
        var friends = contacts.All().Where(contact => contact.State == ContactState.Friend).ToList();
        // Of two friendships of one instant the first member by name, so that it is the same on every day.
        var newest = friends.Count == 0 ? null : friends.MaxBy(friend => friend.Since).Member;
        return choice.Kind switch
        {
            SenderKind.Newest => newest,
            SenderKind.Named => IsFriend(choice.Member) ? choice.Member : null,
            SenderKind.LastTalked => friends.Where(friend => contacts.TalkedAt(friend.Member) is not null).Select(friend => friend.Member)
                .MaxBy(contacts.TalkedAt) ?? newest,
            SenderKind.Owner => attributes.TextOf(Owner) is { } owner && IsFriend(owner) ? owner
                : friends.Count == 0 ? null : friends.MinBy(friend => friend.Since).Member,
        };

        bool IsFriend(string? member) => friends.Exists(friend => friend.Member == member);
    }

    /// <summary>Whether anybody may send it; the same as asking who, without looking for the one.</summary>
    public static bool IsPossible(SenderChoice choice, ContactTable contacts) =>
        choice.Kind == SenderKind.Named ? contacts.Any(choice.Member, ContactState.Friend, Instant.Min) : contacts.HasFriend;
}
