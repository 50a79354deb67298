using Shiyu.WeCom.Channels;

namespace Shiyu.Server.Demo;

/// <summary>The codes by which the town's people come. They are made once the stand-in answers.</summary>
internal static class DemoChannels
{
    private static readonly int[] Week = [1, 2, 3, 4, 5, 6, 7];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly ShiftRequest Early = new(Week, "07:00", "15:00", "ignored"), Late = new(Week, "15:00", "24:00", "ignored");

    private static readonly Dictionary<string, ChannelRequest> Codes = new(StringComparer.Ordinal)
    {
        ["store-qr"] = Code("门店收银台", [Member("linxiaoyu", weight: 2, daily: 12), Member("chenmo")]) with { Remark = "门店-{name}" },
        ["wx-article"] = Code("公众号文章", [Member("zhouqing", Early), Member("suwan", Late)]),
        ["parcel-card"] = Code("包裹卡", [Member("chenmo"), Member("zhouqing"), Member("suwan")]) with { SkipVerify = false },
    };

    /// <summary>Makes those that are not there yet, and waits for the stand-in where it is not up.</summary>
    public static async Task MakeAsync(ChannelDesk desk, CancellationToken ending)
    {
        foreach (var (name, code) in Codes)
        {
            if (desk.Find(name) is { AtWeCom: true }) continue;
            while ((await desk.PutAsync(name, code, ending)).View is { AtWeCom: false }) await Task.Delay(Pause, ending);
        }
    }

    private static ChannelRequest Code(string title, IReadOnlyList<ChannelMemberRequest> members) => new(title, members, ["linxiaoyu"], null, null, null, null, null);

    private static ChannelMemberRequest Member(string user, ShiftRequest? shift = null, int weight = 1, int? daily = null) =>
        new(user, weight, shift is null ? null : [shift], daily, null, null);
}
