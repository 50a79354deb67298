using Shiyu.Runtime.Deliveries;
using Shiyu.WeCom.Api;

namespace Shiyu.WeCom.Messages;

/// <summary>Why a message failed, as it stands on the delivery: a stable word, or <c>wecom:CODE</c> with its meaning behind it.</summary>
internal static class Reasons
{
    public const string NotReachable = "not_reachable";
    public const string NotAFriend = "not_a_friend";
    public const string Quota = "quota";
    public const string Cancelled = "cancelled";
    public const string Unconfirmed = "unconfirmed";
    public const string NoResult = "no_result";
    public const string Sending = "sending";
    public const string Unanswered = "unanswered";
    public const string Interrupted = "interrupted";
    public const string MemberLoad = DeliveryDesk.MemberLoad;
    public const string Ambiguous = "ambiguous";

    /// <summary>The customer left the run after the message was handed over and before the member confirmed it.</summary>
    public const string Exited = "exited_before_confirmation";

    public static string Of(WeComError error) => $"wecom:{error.Code} {error.MeaningZh}";
}
