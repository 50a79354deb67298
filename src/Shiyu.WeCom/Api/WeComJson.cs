using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Api;

/// <summary>WeCom's JSON dialect: snake case, raw UTF-8, loose numbers, unknown members ignored.</summary>
[JsonSerializable(typeof(WeComAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(FollowUsersAnswer))]
[JsonSerializable(typeof(ContactIdsAnswer))]
[JsonSerializable(typeof(ContactAnswer))]
[JsonSerializable(typeof(ContactsAnswer))]
[JsonSerializable(typeof(CorpTagsAnswer))]
[JsonSerializable(typeof(MessageTaskAnswer))]
[JsonSerializable(typeof(MessageListAnswer))]
[JsonSerializable(typeof(MessageStatesAnswer))]
[JsonSerializable(typeof(SendResultsAnswer))]
[JsonSerializable(typeof(WelcomeRequest))]
[JsonSerializable(typeof(MessageTaskRequest))]
[JsonSerializable(typeof(LinksRequest))]
[JsonSerializable(typeof(LinkIdRequest))]
[JsonSerializable(typeof(LinkWriteRequest))]
[JsonSerializable(typeof(LinkStatisticRequest))]
[JsonSerializable(typeof(LinksAnswer))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(LinkStatisticAnswer))]
[JsonSerializable(typeof(LinkQuotaAnswer))]
[JsonSerializable(typeof(JoinWayRequest))]
[JsonSerializable(typeof(JoinWayMade))]
[JsonSerializable(typeof(JoinWayAnswer))]
[JsonSerializable(typeof(MediaAnswer))]
[JsonSerializable(typeof(ContactWayMade))]
[JsonSerializable(typeof(ContactWayAnswer))]
[JsonSerializable(typeof(ContactWaysAnswer))]
[JsonSerializable(typeof(ContactWayRequest))]
[JsonSerializable(typeof(ContactWayUpdate))]
[JsonSerializable(typeof(ConfigIdRequest))]
[JsonSerializable(typeof(ContactWaysRequest))]
[JsonSerializable(typeof(RemarkRequest))]
[JsonSerializable(typeof(MessageListRequest))]
[JsonSerializable(typeof(MessageStatesRequest))]
[JsonSerializable(typeof(SendResultsRequest))]
[JsonSerializable(typeof(MessageIdRequest))]
[JsonSerializable(typeof(AppMessageRequest))]
[JsonSerializable(typeof(AppMessageAnswer))]
[JsonSerializable(typeof(ContactsRequest))]
[JsonSerializable(typeof(CorpTagsRequest))]
[JsonSerializable(typeof(MemberAnswer))]
[JsonSerializable(typeof(GroupChatsAnswer))]
[JsonSerializable(typeof(GroupChatAnswer))]
[JsonSerializable(typeof(GroupChatsRequest))]
[JsonSerializable(typeof(GroupChatRequest))]
internal sealed partial class WeComJson : JsonSerializerContext
{
    public static readonly WeComJson Dialect = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = RawUtf8Encoder.Instance,
        Converters = { new LooseInt64(), new LooseText() },
    });
}
