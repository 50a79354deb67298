using Shiyu.Store;

namespace Shiyu.Runtime.Deliveries;

/// <summary>The API's words for delivery states; they never change.</summary>
public static class DeliveryWords
{
    public static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Planned => "planned",
        DeliveryState.Queued => "queued",
        DeliveryState.Uncertain => "uncertain",
        DeliveryState.Confirmed => "confirmed",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Skipped => "skipped",
        DeliveryState.Dropped => "dropped",
        DeliveryState.Failed => "failed",
    };

    /// <summary>The kinds of deliveries that are an advisor's to do.</summary>
    public static IReadOnlyList<string> TaskKinds { get; } = ["task", "invite", "remove"];

    /// <summary>
    /// Whether a delivery of this kind is an advisor's to do and to finish: a task, and bringing a customer into a group or out of it, for which WeCom has
    /// no interface but the member's own client.
    /// </summary>
    public static bool IsTask(string kind) => TaskKinds.Contains(kind);

    /// <summary>The state a word names; null when it names none.</summary>
    public static DeliveryState? Parse(string word)
    {
        foreach (var state in Enum.GetValues<DeliveryState>())
            if (Of(state) == word) return state;
        return null;
    }
}
