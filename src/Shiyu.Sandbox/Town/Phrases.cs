namespace Shiyu.Sandbox.Town;

/// <summary>What customers write.</summary>
internal static class Phrases
{
    public static readonly string[] Greeting =
        ["你好，朋友推荐来的，想买点自己喝的茶", "在吗？想问下你们家的茶多久发货", "你好，扫码加的，说有尝鲜盒？", "想送长辈，有合适的礼盒吗", "胃不太好，喝哪款合适呀"];

    public static readonly string[] ToWelcome =
        ["好的，谢谢～", "先看看", "有没有不苦的？", "尝鲜盒里都有什么", "平时喝绿茶多，有推荐吗", "收到👌"];

    public static readonly string[] ToCart =
        ["差点忘了，这就去付", "在犹豫大小，50g 够喝多久？", "能包邮吗", "谢谢提醒，刚下单了", "等发工资😂"];

    public static readonly string[] ToCare =
        ["喝了，香气很好", "水温多少合适？", "第二泡比第一泡还好喝", "盒子有点压到了，茶没事", "爸妈说不错，谢谢你"];

    public static readonly string[] ToReplenish =
        ["正好快喝完了", "老样子再来一份", "这次想换个口味，有推荐吗", "有老客价吗", "家里还有，过阵子再买"];

    public static readonly string[] ToWinBack = ["最近太忙了，没顾上", "有什么新茶吗", "还在喝呢，不着急", "周末来看看"];

    public static readonly string[] ToCamp = ["报上了，期待", "80℃ 那杯真的不苦了", "盖碗老是烫手怎么办", "第一次知道绿茶不能用开水", "茶样收到了"];

    public static readonly string[] ToNewTea = ["给我留一罐", "比去年的香吗？", "能先尝一泡吗", "贵了点，先看看", "就等这个"];

    public static readonly string[] ToFestival = ["店庆快乐🎉", "生意兴隆", "桂花乌龙还有吗？", "一晃都这么久了"];

    public static readonly string[] ToGeneral = ["这个可以", "多少钱一盒？", "谢谢分享", "长知识了", "有现货吗"];

    public static readonly string[] Annoyed = ["别再发了，谢谢", "怎么天天发？", "我没要买，不要推了", "太频繁了……"];

    public static readonly string[] Complaint = ["包装破了，茶叶洒了一半，怎么处理？", "等了四天还没发货，给个说法", "味道和上次差太多了，想退"];

    public static string[] To(Topic topic) => topic switch
    {
        Topic.Welcome => ToWelcome,
        Topic.Cart => ToCart,
        Topic.Care => ToCare,
        Topic.Replenish => ToReplenish,
        Topic.WinBack => ToWinBack,
        Topic.Camp => ToCamp,
        Topic.NewTea => ToNewTea,
        Topic.Festival => ToFestival,
        Topic.General => ToGeneral,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "An unknown topic."),
    };
}
