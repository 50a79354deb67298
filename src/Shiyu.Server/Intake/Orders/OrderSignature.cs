using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Webhooks;

namespace Shiyu.Server.Intake.Orders;

/// <summary>Checks the headers of Standard Webhooks, as Shiyu's own webhooks carry them.</summary>
internal static class OrderSignature
{
    /// <summary>How far a request's time may lie from the server's: what was overheard is of no use later.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public const string Bad = "intake.bad_signature", Stale = "intake.stale_signature";

    /// <returns>Null where the request is signed with the secret and of now.</returns>
    public static BodyFault? FaultOf(IHeaderDictionary headers, ReadOnlySpan<byte> body, byte[] secret, DateTimeOffset now)
    {
        string id = headers["webhook-id"].ToString(), at = headers["webhook-timestamp"].ToString(), signatures = headers["webhook-signature"].ToString();
        if (id.Length is 0 or > 256)
            return new BodyFault(Bad, "webhook-id", id.Length == 0 ? "nothing" : "more than 256 characters", "an id of 1 to 256 characters");
        if (!(long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000_000_000))
            return new BodyFault(Bad, "webhook-timestamp", at.Length == 0 ? "nothing" : "no whole number", "Unix seconds of this request");
        var expected = Encoding.ASCII.GetBytes(WebhookSignature.Of(secret, id, seconds, body));
        if (!Array.Exists(signatures.Split(' '), given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected)))
            return new BodyFault(Bad, "webhook-signature", signatures.Length == 0 ? "nothing" : "another signature", "v1, and the base64 of HMAC-SHA256 over id.timestamp.body");
        var off = Math.Abs(now.ToUnixTimeSeconds() - seconds);
        return off > (long)Tolerance.TotalSeconds
            ? new BodyFault(Stale, "webhook-timestamp", $"{off} s off", $"at most {(long)Tolerance.TotalSeconds} s from the server's clock; sign each try anew")
            : null;
    }
}
