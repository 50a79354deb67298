using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Contacts;

/// <summary>What we know WeCom to have of one customer: what a synchronisation compares with.</summary>
/// <param name="Gender">0 unknown, 1 male, 2 female.</param>
/// <param name="ChangedAtMs">When it was read from WeCom last with a difference, wall time: what was read before then is older than this.</param>
internal sealed record KeptContact(string Name, string UnionId, long Gender, IReadOnlyList<KeptRelation> Relations, long ChangedAtMs)
{
    public static readonly KeptContact Unknown = new("", "", 0, [], 0);

    public KeptRelation? With(string member) => Relations.FirstOrDefault(relation => relation.Member == member);

    /// <summary>The same with one relation put in or replaced; members in order, so that equal knowledge is equal text.</summary>
    public KeptContact Put(KeptRelation relation) => this with
    {
        Relations = [.. Relations.Where(other => other.Member != relation.Member).Append(relation).OrderBy(other => other.Member, StringComparer.Ordinal)],
    };
}

/// <summary>One member's relation with the customer.</summary>
/// <param name="Since">WeCom's <c>createtime</c>, Unix seconds; 0 where it is not known.</param>
/// <param name="Tags">Ids of the corp's tags, in order.</param>
/// <param name="Channel">The state of the contact way.</param>
/// <param name="Told">By which way <c>contact.added</c> came into the log: <c>callback</c> or <c>sync</c>; null while it has not.</param>
/// <param name="Ended">Null, <c>customer</c> or <c>member</c>: who ended the friendship.</param>
/// <param name="EndedAt">Unix seconds; 0 while it lasts.</param>
internal sealed record KeptRelation(
    string Member, long Since, string Remark, string Description, IReadOnlyList<string> Tags, long AddWay, string Channel, string? Told, string? Ended = null, long EndedAt = 0)
{
    public const string ByCallback = "callback";
    public const string BySync = "sync";
    public const string ByCustomer = "customer";
    public const string ByMember = "member";

    /// <summary>A relation that the member ended is gone; one that the customer ended stays readable, one-way.</summary>
    [JsonIgnore]
    public bool IsReadable => Ended != ByMember;

    /// <summary>A callback told that it began; callbacks come in any order, so that an end after that instant stands.</summary>
    public KeptRelation Begun(long at) =>
        Ended is null ? this with { Told = Told ?? ByCallback } : EndedAt >= at ? this : this with { Told = ByCallback, Ended = null, EndedAt = 0 };

    /// <summary>A callback told that it ended; one that began anew after that instant stands.</summary>
    public KeptRelation EndedBy(string by, long at) => Since > at ? this : this with { Told = Told ?? ByCallback, Ended = by, EndedAt = at };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptContact))]
[JsonSerializable(typeof(KeptMember))]
[JsonSerializable(typeof(KeptGroup))]
[JsonSerializable(typeof(KeptDrift))]
[JsonSerializable(typeof(SyncPass))]
internal sealed partial class ContactsJson : JsonSerializerContext;
