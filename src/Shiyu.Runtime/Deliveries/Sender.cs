using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Deliveries;

/// <summary>Through whom a direct message goes.</summary>
internal static class Sender
{
    /// <summary>The newest friend contact's member; null for a customer who is nobody's friend.</summary>
    public static string? Of(ContactTable contacts)
    {
        Contact? sender = null;
        foreach (var contact in contacts.All())
            if (contact.State == ContactState.Friend && (sender is null || contact.Since > sender.Value.Since)) sender = contact;
        return sender?.Member;
    }
}
