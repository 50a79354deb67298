namespace Shiyu.Server.Hosting;

/// <summary>An address that a server listens on: <c>http://HOST:PORT</c>, the host being an IP address, <c>localhost</c>, or <c>*</c> for every interface.</summary>
internal static class ListenAddress
{
    public const string Allowed = "http://HOST:PORT, HOST being an IP address, localhost, or * for every interface; several with ';'";

    public static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <returns>Null when it cannot be listened on.</returns>
    public static Uri? Read(string url)
    {
        // Kestrel's own form '*' and '+' for every interface is no URI.
        var readable = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/") return null;
        // Kestrel takes any other name for every interface: a mistyped loopback address would open the server to the network.
        return uri.HostNameType == UriHostNameType.Dns && !uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? null : uri;
    }

    /// <summary>Where a program on the same machine reaches a server that listens there: every interface is no place to go to.</summary>
    public static Uri Near(Uri listening) => listening.Host switch
    {
        "0.0.0.0" => new UriBuilder(listening) { Host = "127.0.0.1" }.Uri,
        "[::]" => new UriBuilder(listening) { Host = "[::1]" }.Uri,
        _ => listening,
    };
}
