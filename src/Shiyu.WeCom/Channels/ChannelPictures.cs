using System.Collections.Concurrent;

namespace Shiyu.WeCom.Channels;

/// <summary>
/// Fetches the pictures that WeCom draws for codes. What stands in them is known to WeCom alone, so that none can be drawn here. Pictures are kept in
/// memory: a code's picture never changes.
/// </summary>
public sealed class ChannelPictures(WeComOptions options, TimeProvider wall) : IDisposable
{
    private const int PictureMaxBytes = 2 * 1024 * 1024;
    private const int KeptMax = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ChannelPicture> _kept = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience })
    {
        Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = PictureMaxBytes,
    };

    /// <summary>The picture at an address that WeCom gave; null when it cannot be had now.</summary>
    public async Task<ChannelPicture?> GetAsync(string address, CancellationToken stop)
    {
        if (_kept.TryGetValue(address, out var kept)) return kept;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsWeComs(uri)) return null;
        using var timeout = new CancellationTokenSource(Patience, wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            var bytes = await _http.GetByteArrayAsync(uri, either.Token).ConfigureAwait(false);
            if (TypeOf(bytes) is not { } type) return null;
            if (_kept.Count >= KeptMax) _kept.Clear();
            return _kept[address] = new ChannelPicture(bytes, type);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>WeCom's picture hosts, and whatever host stands in for its API; an answer may not send us anywhere else.</summary>
    private bool IsWeComs(Uri uri) => uri.Scheme is "http" or "https"
        && (uri.Host == "qpic.cn" || uri.Host.EndsWith(".qpic.cn", StringComparison.Ordinal) || uri.Authority == options.BaseUrl.Authority);

    private static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ => null,
    };
}

/// <param name="Type">The media type.</param>
public sealed record ChannelPicture(byte[] Bytes, string Type);
