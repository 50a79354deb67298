using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Welcomes;

/// <summary>What WeCom takes as media, checked before anything is kept.</summary>
internal static class MediaRules
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>WeCom takes more than 5 bytes.</summary>
    private const int Least = 6;

    public static MediaKind? KindOf(string text) => text switch
    {
        "image" => MediaKind.Image,
        "video" => MediaKind.Video,
        "file" => MediaKind.File,
        _ => null,
    };

    /// <returns>Null when WeCom should take it.</returns>
    public static ChannelRefusal? WhyNot(MediaKind kind, string fileName, ReadOnlySpan<byte> bytes)
    {
        if (fileName.Length is 0 or > 128 || fileName.AsSpan().IndexOfAny("\"\\/\r\n") >= 0 || fileName.Any(char.IsControl))
            return new("file", fileName, "a file's name, 1 to 128 characters without quotes and slashes");
        var most = (kind == MediaKind.File ? 15 : 10) * Megabyte;
        if (bytes.Length < Least || bytes.Length > most) return new("body", $"{bytes.Length} bytes", $"{Least} to {most} bytes");
        return kind switch
        {
            MediaKind.Image when bytes is not ([0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) => new("body", "something else", "a JPEG or PNG"),
            MediaKind.Video when bytes is not [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => new("body", "something else", "an MP4"),
            _ => null,
        };
    }
}
