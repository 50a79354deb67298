using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.App;

/// <summary>Tells a member which customers of an unconfirmed task need not be written to any more.</summary>
internal static class ExitCard
{
    private const int NamesMost = 10;
    private const int TextMost = 40;

    public static AppCard Of(MessageTask task, IReadOnlyList<string> customers, Uri? publicUrl)
    {
        var known = customers.Where(name => name.Length > 0).Take(NamesMost).ToList();
        var who = known.Count == customers.Count ? string.Join('、', known) : known.Count == 0 ? $"{customers.Count} 位客户" : $"{string.Join('、', known)} 等 {customers.Count} 位客户";
        var text = task.Content.Text.ReplaceLineEndings(" ");
        if (text.Length > TextMost) text = text[..TextMost] + "…";
        return new AppCard(
            "群发任务里有客户不用再发了",
            $"任务「{text}」：{who}已经不需要这条消息。{(task.Select ? "确认前请取消勾选。" : "确认前请留意。")}",
            publicUrl is null ? null : new Uri(publicUrl, "/deliveries"), "查看");
    }
}
