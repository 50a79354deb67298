namespace Shiyu.Server.Sops;

/// <param name="Customer">An id, or an identity <c>kind:value</c>.</param>
internal sealed record StartRequest(string? Customer);
