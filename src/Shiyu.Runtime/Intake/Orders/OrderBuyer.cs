using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shiyu.Runtime.Intake.Orders;

/// <summary>Who an order is of: every identity that the shop knows.</summary>
internal static partial class OrderBuyer
{
    private const string Allowed = "an object with at least one of union_id, external_userid, user_id, phone, open_id or anonymous_id";

    public static ItemFault? Read(JsonElement order, ParseContext context, out Identity[] identities)
    {
        identities = [];
        if (OrderMapping.Member(order, "buyer") is not { ValueKind: JsonValueKind.Object } buyer)
            return new ItemFault("event.missing_identity", "buyer", OrderMapping.Member(order, "buyer") is { } other ? OrderMapping.Show(other) : "nothing", Allowed);
        var found = new List<Identity>();
        foreach (var kind in IdentityKinds.All)
        {
            var name = kind.Name();
            if (OrderMapping.Member(buyer, name) is not { } given || OrderMapping.Show(given) == "\"\"")
                continue;
            if (OrderMapping.Text(buyer, name, "event.bad_identity", out var value, $"buyer.{name}") is { } fault)
                return fault;
            if (kind == IdentityKind.Phone && PhoneOf(value!, out value) is { } unusable)
                return unusable;
            found.Add(new Identity(kind, value!));
        }
        // A backend that has sent this user's events without saying that the id is a user's has made an anonymous visitor of it.
        if (found.Find(known => known.Kind == IdentityKind.UserId) is { Value: { } user }
            && new Identity(IdentityKind.AnonymousId, user) is var before && !found.Contains(before) && context.Knows(before))
            found.Add(before);
        identities = [.. found];
        return found.Count == 0 ? new ItemFault("event.missing_identity", "buyer", "no identity", Allowed) : null;
    }

    /// <summary>
    /// Shops write one number in many ways; it has to meet the one that WeCom and the site know. A number with hidden digits is nobody's: it would make
    /// one customer of everybody who shares the others.
    /// </summary>
    private static ItemFault? PhoneOf(string written, out string? phone)
    {
        phone = Separators().Replace(written, "");
        if (phone.Contains('*', StringComparison.Ordinal))
            return new ItemFault("event.masked_phone", "buyer.phone", written, "the whole number, or nothing: hidden digits would make one customer of several");
        if (Mainland().Match(phone) is { Success: true } mainland)
            phone = mainland.Groups[1].Value;
        return phone.Length == 0 ? new ItemFault("event.bad_identity", "buyer.phone", written, "a phone number") : null;
    }

    [GeneratedRegex(@"[\s\-()]")]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A(?:\+?86|0086)?(1[3-9][0-9]{9})\z")]
    private static partial Regex Mainland();
}
