namespace Shiyu.WeCom.Api;

/// <summary>An error code in words: what it means and what to do, in Chinese and English.</summary>
/// <param name="Code">WeCom's errcode.</param>
public sealed record WeComError(int Code, WeComRetry Retry, string MeaningZh, string MeaningEn, string AdviceZh, string AdviceEn)
{
    /// <summary>For people: <c>45009 接口调用超过频率限制：…</c></summary>
    public string InChinese => $"{Code} {MeaningZh}：{AdviceZh}";

    public string InEnglish => $"{Code} {MeaningEn}: {AdviceEn}";
}
