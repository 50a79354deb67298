using System.Text;
using System.Text.Json;

namespace Shiyu.Runtime.Intake;

/// <summary>Traits of a profile that are names of the person, whichever client sends them.</summary>
internal static class IdentityTraits
{
    public static IdentityKind? KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("phone"u8) => IdentityKind.Phone,
        6 when name.SequenceEqual("openid"u8) => IdentityKind.OpenId,
        7 when name.SequenceEqual("open_id"u8) => IdentityKind.OpenId,
        7 when name.SequenceEqual("unionid"u8) => IdentityKind.UnionId,
        8 when name.SequenceEqual("union_id"u8) => IdentityKind.UnionId,
        15 when name.SequenceEqual("external_userid"u8) => IdentityKind.ExternalUserId,
        _ => null,
    };

    /// <summary>Adds the identities among an object's members, texts only.</summary>
    /// <param name="field">What the object is called where it is refused.</param>
    public static ItemFault? AddTo(List<Identity> identities, ReadOnlySpan<byte> traits, string field)
    {
        var reader = new Utf8JsonReader(traits);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kind = KindOf(reader.ValueSpan);
            var named = kind is null ? "" : $"{field}.{Encoding.UTF8.GetString(reader.ValueSpan)}";
            reader.Read();
            if (kind is { } known && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty)
            {
                if (ItemRules.ReadKey(ref reader, "event.bad_identity", named, out var value) is { } fault)
                    return fault;
                var identity = new Identity(known, value!);
                if (!identities.Contains(identity))
                    identities.Add(identity);
            }
            reader.Skip();
        }
        return null;
    }
}
