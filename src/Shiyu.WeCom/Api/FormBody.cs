using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Shiyu.WeCom.Api;

/// <summary>One file as WeCom wants it in a form: quoted names, raw UTF-8 and the length, which the framework's own form writes otherwise.</summary>
internal static class FormBody
{
    // Longer than chance: no file of a shop holds this line.
    private const string Boundary = "----shiyu-3f0c1b9d8e7a46529c0d4b1f";

    public static MediaTypeHeaderValue ContentType => MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");

    public static byte[] Of(string fileName, ReadOnlySpan<byte> bytes)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{fileName}\"; filelength={bytes.Length}\r\nContent-Type: application/octet-stream\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(head), .. bytes, .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n")];
    }
}
