namespace Shiyu.Runtime.Intake;

/// <summary>One of the names a customer goes by. Strong kinds are single-valued per customer.</summary>
public readonly record struct Identity(IdentityKind Kind, string Value)
{
    /// <summary>Reads <c>kind:value</c>; null for anything else.</summary>
    public static Identity? Parse(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < text.Length - 1 && IdentityKinds.Parse(text.AsSpan(0, colon)) is { } kind
            ? new Identity(kind, text[(colon + 1)..])
            : null;

    public override string ToString() => $"{Kind.Name()}:{Value}";
}

/// <summary>In order of strength. The numbers are stored: never change them.</summary>
public enum IdentityKind : byte { UnionId = 1, ExternalUserId = 2, UserId = 3, Phone = 4, OpenId = 5, AnonymousId = 6 }

public static class IdentityKinds
{
    public static readonly IReadOnlyList<IdentityKind> All = Enum.GetValues<IdentityKind>();

    /// <summary><c>union_id</c>, <c>external_userid</c>, <c>user_id</c>, <c>phone</c>, <c>open_id</c>, <c>anonymous_id</c>.</summary>
    public static string Name(this IdentityKind kind) => kind switch
    {
        IdentityKind.UnionId => "union_id",
        IdentityKind.ExternalUserId => "external_userid",
        IdentityKind.UserId => "user_id",
        IdentityKind.Phone => "phone",
        IdentityKind.OpenId => "open_id",
        IdentityKind.AnonymousId => "anonymous_id",
    };

    public static IdentityKind? Parse(ReadOnlySpan<char> name) => name switch
    {
        "union_id" => IdentityKind.UnionId,
        "external_userid" => IdentityKind.ExternalUserId,
        "user_id" => IdentityKind.UserId,
        "phone" => IdentityKind.Phone,
        "open_id" => IdentityKind.OpenId,
        "anonymous_id" => IdentityKind.AnonymousId,
        _ => null,
    };

    /// <summary>A merge that would give one customer two of a strong kind is refused.</summary>
    public static bool IsStrong(this IdentityKind kind) => kind <= IdentityKind.UserId;
}
