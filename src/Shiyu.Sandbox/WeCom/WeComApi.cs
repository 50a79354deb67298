using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.WeCom;

/// <summary>One API of the platform as the stand-in offers it.</summary>
/// <param name="Work">Does it and gives the answer without the envelope; refusals are thrown.</param>
/// <param name="Record">The one record that the call writes, and what a second call for it meets while the first is in progress.</param>
/// <param name="TakesFile">A form with one file instead of JSON.</param>
/// <param name="NeedsToken">False only for gettoken.</param>
internal sealed record WeComApi(
    HttpMethod Method, string Path, Func<WeComCall, JsonObject> Work, Func<WeComCall, string>? Record = null,
    int Busy = Errcode.ConcurrentWrite, bool NeedsToken = true, bool TakesFile = false);
