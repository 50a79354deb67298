namespace Shiyu.Server.Sops;

/// <param name="Due">What becomes of the messages that became due meanwhile: <c>send</c> those that have not expired, or <c>drop</c>.</param>
internal sealed record ResumeRequest(string? Due);
