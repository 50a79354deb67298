using System.Globalization;
using Shiyu.Sandbox.Town;

namespace Shiyu.Sandbox.Corp;

/// <summary>The advisors of 时雨茶铺, in the order in which they are hired; after the first dozen, names are drawn.</summary>
internal static class Staff
{
    /// <summary>As many as a large corp has in the visible range of one app.</summary>
    public const int Max = 1_000;

    private static readonly CorpMember[] Known =
    [
        new("linxiaoyu", "林小雨"), new("chenmo", "陈默"), new("zhouqing", "周青"), new("suwan", "苏晚"),
        new("heyan", "何砚"), new("tangning", "唐宁"), new("gaoyuan", "高远"), new("mengtian", "孟甜"),
        new("qiaoan", "乔安"), new("luming", "陆鸣"), new("xiahe", "夏禾"), new("fangzhou", "方舟"),
    ];

    public static IReadOnlyList<CorpMember> Hire(int count) => [.. Enumerable.Range(0, Math.Clamp(count, 1, Max)).Select(Member)];

    private static CorpMember Member(int number) => number < Known.Length ? Known[number]
        : new CorpMember(string.Create(CultureInfo.InvariantCulture, $"staff{number + 1:D4}"), Names.OfMember(new Chance((ulong)number)));
}
