using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.WeCom.App;

/// <summary>What a member reads of new tasks: of one the whole, with a click to its customer; of several a list, with a click to the day's tasks.</summary>
internal static class TaskCard
{
    private const int ListedMost = 5;

    /// <param name="timeText">An instant in the workspace's zone, as ISO 8601.</param>
    public static AppCard Of(string member, IReadOnlyList<Standing> tasks, Uri? publicUrl, Func<long, string> timeText)
    {
        if (tasks is [var only])
            return new AppCard(
                $"待办：{What(only.Delivery)}", $"客户：{Who(only)}\n完成期限：{Due(only.Delivery)}", publicUrl is null ? null : new Uri(publicUrl, $"/customers/{only.Customer}"), "去看看");
        var lines = tasks.Take(ListedMost).Select(task => $"{Who(task)}：{What(task.Delivery)}（{Due(task.Delivery)}）");
        return new AppCard(
            $"{tasks.Count} 件新待办", string.Join('\n', lines) + (tasks.Count > ListedMost ? "\n……" : ""),
            publicUrl is null ? null : new Uri(publicUrl, $"/tasks?member={Uri.EscapeDataString(member)}"), "去看看");

        string Due(Delivery task) => timeText(task.DueAtMs) is var text ? $"{text[5..10]} {text[11..16]}" : "";
    }

    private static string Who(Standing task) => task.Name is { Length: > 0 } name ? name : task.Customer;

    private static string What(Delivery task) => task.Kind switch
    {
        "invite" => $"邀请进群「{task.Touchpoint}」",
        "remove" => $"移出群「{task.Touchpoint}」",
        _ => task.Content,
    };
}
