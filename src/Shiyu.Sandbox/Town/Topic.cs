namespace Shiyu.Sandbox.Town;

/// <summary>What a message is about, as a reader takes it in at a glance.</summary>
internal enum Topic { Welcome, Cart, Care, Replenish, WinBack, Camp, NewTea, Festival, General }

internal static class Topics
{
    private static readonly (Topic Topic, string[] Words)[] Signs =
    [
        (Topic.Camp, ["品鉴营"]),
        (Topic.NewTea, ["头春单丛"]),
        (Topic.Festival, ["店庆"]),
        (Topic.Cart, ["购物车", "还没付", "没付款", "留着的"]),
        (Topic.Care, ["收到茶", "第一泡", "冲泡", "签收", "到手"]),
        (Topic.Replenish, ["回购", "喝完", "喝得差不多", "续上", "老客"]),
        (Topic.WinBack, ["好久", "好几天", "有阵子"]),
    ];

    public static Topic Of(string kind, string text)
    {
        if (kind == "welcome")
            return Topic.Welcome;
        foreach (var (topic, words) in Signs)
            if (words.Any(text.Contains))
                return topic;
        return Topic.General;
    }

    /// <summary>A lesson, after which those who took part tell how it was.</summary>
    public static bool IsLesson(string text) => text.Contains("打卡");

    /// <summary>A question is answered more often than a statement.</summary>
    public static bool Asks(string text) => text.Contains("回我");

    /// <summary>Whether the message fits what is on the person's mind.</summary>
    public static bool Fits(this Topic topic, Townsperson person, string text, DateTimeOffset at) => topic switch
    {
        Topic.Welcome => true,
        Topic.Cart => person.Cart is not null,
        Topic.Care or Topic.Replenish => person.Orders > 0,
        Topic.WinBack => person.LastVisitAt is not { } visit || at - visit > TimeSpan.FromDays(2),
        Topic.Camp => person.InCamp || !IsLesson(text),
        Topic.NewTea => person.Favourite == Catalog.NewTea.Category || person.Chance.Happens(0.65),
        Topic.Festival => person.Chance.Happens(0.85),
        Topic.General => text.Contains(person.Favourite) || person.Chance.Happens(0.55),
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "An unknown topic."),
    };
}
