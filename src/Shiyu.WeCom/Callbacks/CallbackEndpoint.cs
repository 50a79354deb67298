using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shiyu.WeCom.Crypto;

namespace Shiyu.WeCom.Callbacks;

/// <summary>Where WeCom calls us: <c>/wecom/callback</c>.</summary>
public static class CallbackEndpoint
{
    public const string Path = "/wecom/callback";

    /// <summary>Bytes of one callback's body.</summary>
    public const int BodyMaxBytes = 64 * 1024;

    private static readonly UTF8Encoding NoMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Adds the callback's GET (verification) and POST (events). They take no sign-in: WeCom's signature is the proof.</summary>
    public static void MapWeComCallback(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)Verify).ExcludeFromDescription().AllowAnonymous();
        routes.MapPost(Path, (Delegate)ReceiveAsync).ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
    }

    private static IResult Verify(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<WeComOptions>();
        if (!options.TakesCallbacks) return NotConfigured();
        if (Query(http, "echostr") is not { } echo) return Missing("echostr");
        return Open(http, options, echo, plain => Results.Text(plain, "text/plain", NoMark));
    }

    private static async Task<IResult> ReceiveAsync(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<WeComOptions>();
        if (!options.TakesCallbacks) return NotConfigured();
        if (await BodyAsync(http).ConfigureAwait(false) is not { } body)
            return Problem(413, "wecom.callback_too_large", $"The body has more than {BodyMaxBytes} bytes.");
        if (Envelope.Encrypted(body.Span) is not { } encrypted)
            return Problem(400, "wecom.callback_unreadable", "The body is neither XML with Encrypt nor JSON with encrypt.");

        string? message = null;
        var refused = Open(http, options, encrypted, plain =>
        {
            message = plain;
            return Results.Empty;
        });
        if (message is null) return refused;
        // Signed by WeCom and yet unreadable: refusing it would only make WeCom repeat it, so it is said here, where it can be looked up.
        if (CallbackEvent.Parse(message) is not { } content)
            return Problem(400, "wecom.callback_unreadable", "The decrypted message is neither XML nor JSON.");

        // Only what is durable is acknowledged; the work comes after.
        await http.RequestServices.GetRequiredService<CallbackInbox>().KeepAsync(content, message).ConfigureAwait(false);
        return Results.Ok();
    }

    private static IResult Open(HttpContext http, WeComOptions options, string encrypted, Func<string, IResult> then)
    {
        foreach (var name in (string[])["msg_signature", "timestamp", "nonce"])
        {
            if (Query(http, name) is null) return Missing(name);
        }
        try
        {
            var crypto = new WeComCrypto(options.Token, options.EncodingAesKey, options.CorpId);
            return then(crypto.Open(Query(http, "msg_signature")!, Query(http, "timestamp")!, Query(http, "nonce")!, encrypted));
        }
        catch (WeComCryptoException e)
        {
            return e.Fault switch
            {
                WeComCryptoFault.SignatureMismatch => Problem(401, "wecom.signature_mismatch", e.Message),
                WeComCryptoFault.ReceiveIdMismatch => Problem(403, "wecom.wrong_corp", e.Message),
                WeComCryptoFault.IllegalAesKey => Problem(500, "wecom.bad_aes_key", e.Message),
                WeComCryptoFault.DecryptFailed or WeComCryptoFault.IllegalBuffer => Problem(400, "wecom.callback_undecipherable", e.Message),
            };
        }
    }

    private static string? Query(HttpContext http, string name) => http.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>The raw body; null when it is too large. The content type is text/xml or absent, so no model binding.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > BodyMaxBytes) return null;
        var buffer = new byte[BodyMaxBytes + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted).ConfigureAwait(false);
        return length > BodyMaxBytes ? null : buffer.AsMemory(0, length);
    }

    private static IResult NotConfigured() => Problem(503, "wecom.callback_not_configured",
        "Set SHIYU_WECOM_CORP_ID, SHIYU_WECOM_TOKEN and SHIYU_WECOM_AES_KEY as in WeCom's console.");

    private static IResult Missing(string parameter) => Problem(400, "wecom.callback_incomplete", $"The query parameter '{parameter}' is missing.");

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, title: code, type: $"/problems/{code}");
}
