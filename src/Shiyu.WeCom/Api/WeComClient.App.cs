namespace Shiyu.WeCom.Api;

public sealed partial class WeComClient
{
    /// <summary>Sends a message of our app to members. Equal messages within four hours are left out by WeCom, so that it may be repeated.</summary>
    public Task<AppMessageAnswer> SendAppMessageAsync(AppMessageRequest request, CancellationToken stop) =>
        OnceAsync(WeComApi.SendAppMessage, request, WeComJson.Dialect.AppMessageRequest, WeComJson.Dialect.AppMessageAnswer, stop);

    /// <summary>Takes a message of our app back, within 24 hours (42052 later).</summary>
    public Task RecallAppMessageAsync(string msgid, CancellationToken stop) =>
        OnceAsync(WeComApi.RecallAppMessage, new MessageIdRequest(msgid), WeComJson.Dialect.MessageIdRequest, WeComJson.Dialect.WeComAnswer, stop);
}
