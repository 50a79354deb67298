using System.Text;

namespace Shiyu.Server.Intake;

/// <summary>The write key of a request's Basic header.</summary>
internal static class WriteKeyCheck
{
    /// <summary>The user name; some callers leave out the colon before the empty password. Null without a readable Basic header.</summary>
    public static string? OfHeader(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[6..].Trim(), bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : text[..colon];
    }
}
