namespace Shiyu.Server.Learning;

/// <param name="What"><c>step:SOP/STEP</c> or <c>material:NAME</c>.</param>
internal sealed record ResumeStopRequest(string? What);
