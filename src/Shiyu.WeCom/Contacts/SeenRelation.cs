using Shiyu.WeCom.Api;

namespace Shiyu.WeCom.Contacts;

/// <summary>A relation as WeCom shows it now, whichever call showed it.</summary>
/// <param name="Since">Unix seconds; 0 where WeCom does not say.</param>
/// <param name="Tags">Ids of the corp's tags, in order.</param>
internal sealed record SeenRelation(string Member, long Since, string Remark, string Description, IReadOnlyList<string> Tags, long AddWay, string Channel)
{
    public static SeenRelation Of(FollowInfo info) =>
        new(info.Userid, info.Createtime, info.Remark, info.Description, Ordered(info.TagId ?? []), info.AddWay, info.State);

    /// <summary>Only the corp's own tags have an id that listings know too.</summary>
    public static SeenRelation Of(FollowUser user) => new(user.Userid, user.Createtime, user.Remark, user.Description,
        Ordered((user.Tags ?? []).Where(tag => tag.Type == 1 && tag.TagId.Length > 0).Select(tag => tag.TagId)), user.AddWay, user.State);

    /// <summary>What is kept of it, with what we know beyond it.</summary>
    public KeptRelation Keep(KeptRelation? before) => before is null
        ? new KeptRelation(Member, Since, Remark, Description, Tags, AddWay, Channel, Told: null)
        : before with { Since = Since > 0 ? Since : before.Since, Remark = Remark, Description = Description, Tags = Tags, AddWay = AddWay, Channel = Channel };

    private static string[] Ordered(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];
}
