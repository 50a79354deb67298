using System.Globalization;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary><c>media/upload</c>: one file in a form, within the limits of its kind.</summary>
internal sealed class MediaApi(CorpBook corp)
{
    private const int Megabyte = 1024 * 1024;
    private const int Least = 6;

    private static readonly Dictionary<string, int> Most = new(StringComparer.Ordinal)
    {
        ["image"] = 10 * Megabyte, ["voice"] = 2 * Megabyte, ["video"] = 10 * Megabyte, ["file"] = 20 * Megabyte,
    };

    public IEnumerable<WeComApi> Apis => [new(HttpMethod.Post, "/cgi-bin/media/upload", Upload, TakesFile: true)];

    private JsonObject Upload(WeComCall call)
    {
        var kind = call.Query("type");
        if (!Most.TryGetValue(kind, out var most))
            throw WeComRefusal.Parameter("type", "image, voice, video or file");
        if (call.File is not { FileName.Length: > 0 } file)
            throw WeComRefusal.Parameter("media", "a file with its name, in a part called media");
        if (file.Bytes.Length < Least || file.Bytes.Length > most)
            throw new WeComRefusal(Errcode.MediaSize, $"media size out of limit; allowed for {kind}: {Least} to {most} bytes, given {file.Bytes.Length}");
        if (!IsOf(kind, file.Bytes))
            throw kind == "image" ? new WeComRefusal(Errcode.InvalidImage, "invalid image: JPG or PNG") : WeComRefusal.Parameter("media", kind == "video" ? "MP4" : "AMR");
        var media = corp.Media.Add(kind, file.FileName, file.Bytes.Length);
        // As a text: the platform's own whim.
        return new JsonObject { ["type"] = kind, ["media_id"] = media.Id, ["created_at"] = media.UploadedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
    }

    private static bool IsOf(string kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        "image" => bytes is [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..],
        "video" => bytes is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..],
        "voice" => bytes.StartsWith("#!AMR"u8),
        _ => true,
    };
}
