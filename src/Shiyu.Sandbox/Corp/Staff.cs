namespace Shiyu.Sandbox.Corp;

/// <summary>The advisors of 时雨茶铺, in the order in which they are hired.</summary>
internal static class Staff
{
    private static readonly CorpMember[] All =
    [
        new("linxiaoyu", "林小雨"), new("chenmo", "陈默"), new("zhouqing", "周青"), new("suwan", "苏晚"),
        new("heyan", "何砚"), new("tangning", "唐宁"), new("gaoyuan", "高远"), new("mengtian", "孟甜"),
        new("qiaoan", "乔安"), new("luming", "陆鸣"), new("xiahe", "夏禾"), new("fangzhou", "方舟"),
    ];

    public static int Max => All.Length;

    public static IReadOnlyList<CorpMember> Hire(int count) => All[..Math.Clamp(count, 1, All.Length)];
}
