namespace Shiyu.Sandbox.Town;

/// <summary>What the invented tea shop sells.</summary>
internal static class Catalog
{
    public static readonly IReadOnlyList<Product> Products =
    [
        new("green-mingqian", "明前炒青 50g", "绿茶", 128m),
        new("green-yuqian", "雨前龙井 100g", "绿茶", 168m),
        new("white-silver", "白毫银针 50g", "白茶", 238m),
        new("white-aged", "五年老白茶饼 200g", "白茶", 198m),
        new("black-honey", "蜜香红茶 100g", "红茶", 98m),
        new("black-pine", "松烟小种 80g", "红茶", 118m),
        new("oolong-osmanthus", "桂花乌龙 80g", "乌龙", 88m),
        new("oolong-dancong", "鸭屎香单丛 100g", "乌龙", 158m),
        new("puer-chenpi", "陈皮熟普 150g", "普洱", 128m),
        new("jasmine", "九窨茉莉 100g", "花茶", 108m),
        new("taster", "四季尝鲜盒 8 泡", "尝鲜", 39.9m),
        new("ware-travel", "旅行快客杯", "茶器", 129m),
        new("gift-solar", "廿四节气礼盒", "礼盒", 298m),
    ];

    /// <summary>Not among the others: before it is announced nobody comes upon it.</summary>
    public static readonly Product NewTea = new("oolong-spring", "头春单丛 80g", "乌龙", 148m);

    public static readonly IReadOnlyList<string> Teas = ["绿茶", "白茶", "红茶", "乌龙", "普洱", "花茶"];

    public static IReadOnlyList<Product> Of(string category) => [.. Products.Where(product => product.Category == category)];
}
