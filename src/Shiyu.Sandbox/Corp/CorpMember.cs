namespace Shiyu.Sandbox.Corp;

/// <summary>An advisor of the stand-in corp.</summary>
internal sealed record CorpMember(string UserId, string Name);
