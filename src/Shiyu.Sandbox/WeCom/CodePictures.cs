using QRCoder;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>The pictures that <c>qr_code</c> addresses lead to, as the platform's picture host serves them: without a token.</summary>
internal static class CodePictures
{
    public const string Path = "/wwhead";

    private const int PixelsPerModule = 10;

    public static void MapCodePictures(this WebApplication app) => app.MapGet(Path + "/{config}/0", (string config, CorpBook corp) =>
    {
        lock (corp.Gate)
            if (corp.Ways.Find(config) is null && corp.Groups.Way(config) is null)
                return Results.NotFound();
        return Results.Bytes(Draw($"https://work.weixin.qq.com/stand-in/{config}"), "image/png");
    });

    private static byte[] Draw(string content)
    {
        using var code = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(PixelsPerModule);
    }
}
