using System.Text.Json;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>Who a record is about.</summary>
internal static class SensorsIdentities
{
    /// <summary>
    /// Newer clients list what they know under <c>identities</c>. Older ones and servers name a <c>distinct_id</c> only: a user where it says so or
    /// somebody goes by it as one, else an anonymous visitor, whom <c>track_signup</c> makes known.
    /// </summary>
    /// <param name="earlier">The events of the same request before it.</param>
    public static ItemFault? Of(
        in SensorsItem item, ReadOnlySpan<byte> bytes, ParseContext context, List<IncomingEvent> earlier, List<Identity> identities)
    {
        if (Listed(item, bytes, identities) is { } fault)
            return fault;
        var isSignUp = item.Type == "track_signup";
        if (!identities.Exists(known => known.Kind == IdentityKind.UserId) && (UserOf(item, bytes) ?? (isSignUp ? item.DistinctId : null)) is { } user)
            Add(new Identity(IdentityKind.UserId, user));
        if (item.AnonymousId is { } anonymous)
            Add(new Identity(IdentityKind.AnonymousId, anonymous));
        if (identities.Count == 0 && item.DistinctId is { } distinct)
            Add(Known(new Identity(IdentityKind.UserId, distinct)) ? new Identity(IdentityKind.UserId, distinct) : new Identity(IdentityKind.AnonymousId, distinct));
        if (isSignUp && item.OriginalId is { } original && !identities.Exists(known => known.Value == original))
            Add(Known(new Identity(IdentityKind.UserId, original)) ? new Identity(IdentityKind.UserId, original) : new Identity(IdentityKind.AnonymousId, original));
        // Before anybody said that an id is a user's, its records went to an anonymous visitor of that name.
        if (identities.Find(known => known.Kind == IdentityKind.UserId) is { Value: { } named }
            && new Identity(IdentityKind.AnonymousId, named) is var before && Known(before))
            Add(before);
        return null;

        void Add(Identity identity)
        {
            if (!identities.Contains(identity))
                identities.Add(identity);
        }

        bool Known(Identity identity) => earlier.Exists(made => made.Identities.Contains(identity)) || context.Knows(identity);
    }

    private static ItemFault? Listed(in SensorsItem item, ReadOnlySpan<byte> bytes, List<Identity> identities)
    {
        if (!item.Identities.IsObject(bytes))
            return null;
        var reader = new Utf8JsonReader(item.Identities.Of(bytes));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (KindOf(name) is { } kind && reader.TokenType is JsonTokenType.String or JsonTokenType.Number && !reader.ValueSpan.IsEmpty)
            {
                if (ItemRules.ReadIdentity(ref reader, $"identities.{name}", out var value) is { } fault)
                    return fault;
                if (new Identity(kind, value!) is var identity && !identities.Contains(identity))
                    identities.Add(identity);
            }
            reader.Skip();
        }
        return null;
    }

    /// <summary>Null for what names nobody here, such as an e-mail address; it is kept with the record.</summary>
    private static IdentityKind? KindOf(string name) => name switch
    {
        "$identity_login_id" => IdentityKind.UserId,
        "$identity_cookie_id" or "$identity_anonymous_id" or "$identity_mp_id" or "$identity_android_id" or "$identity_android_uuid"
            or "$identity_idfv" or "$identity_ios_uuid" => IdentityKind.AnonymousId,
        "$identity_mobile" => IdentityKind.Phone,
        "$identity_mp_unionid" => IdentityKind.UnionId,
        "$identity_mp_openid" => IdentityKind.OpenId,
        _ when name.StartsWith("$identity_mp_", StringComparison.Ordinal) && name.EndsWith("_openid", StringComparison.Ordinal) => IdentityKind.OpenId,
        _ => null,
    };

    /// <summary>The login id; with a key of the site's own it is written <c>key+value</c>, and the key stands among the identities.</summary>
    private static string? UserOf(in SensorsItem item, ReadOnlySpan<byte> bytes)
    {
        if (item.LoginId is not { } login)
            return item.Properties.Member("$is_login_id"u8, bytes) is { Length: 4 } flag && bytes[flag.Start] == 't' ? item.DistinctId : null;
        var plus = login.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < login.Length - 1 && item.Identities.Member(System.Text.Encoding.UTF8.GetBytes(login[..plus]), bytes).Length > 0
            ? login[(plus + 1)..]
            : login;
    }
}
