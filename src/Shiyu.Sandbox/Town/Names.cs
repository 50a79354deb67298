namespace Shiyu.Sandbox.Town;

/// <summary>WeChat nicknames and surnames, as a shop sees them.</summary>
internal static class Names
{
    private static readonly string[] Surnames =
        ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧"];

    private static readonly string[] Given =
        ["子涵", "雨桐", "浩然", "思远", "佳怡", "梓萱", "俊杰", "晓峰", "静怡", "雪梅", "建国", "丽华", "志强", "欣然", "文博", "若曦", "嘉宁", "明轩", "海燕", "秋生", "婉清", "立夏", "长安", "知行", "一诺", "念慈"];

    private static readonly string[] Nicknames =
        ["南山有茶", "慢半拍的猫", "晚风吹过巷口", "不加糖", "阿橘", "小满未满", "喝茶看云", "一只柚子", "西窗听雨", "半亩花田", "早睡失败的人", "大福妈妈", "茶不思", "清明上河兔", "白露未晞", "今天也要好好吃饭", "木鱼花", "江南小院", "橙子汽水", "风起的时候"];

    public static string Draw(Chance chance) => chance.Happens(0.45) ? chance.Pick(Nicknames) + Tail(chance) : chance.Pick(Surnames) + chance.Pick(Given);

    /// <summary>A name as it stands in a corp's address book.</summary>
    public static string OfMember(Chance chance) => chance.Pick(Surnames) + chance.Pick(Given);

    private static string Tail(Chance chance) => chance.Pick(["", "", "", "🍵", "🌿", "呀", "本人"]);
}
