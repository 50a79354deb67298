namespace Shiyu.WeCom.Crypto;

/// <summary>What was wrong with a signed or encrypted message. The codes are those of WeCom's official libraries.</summary>
public enum WeComCryptoFault
{
    SignatureMismatch = -40001,
    IllegalAesKey = -40004,
    ReceiveIdMismatch = -40005,
    DecryptFailed = -40007,
    IllegalBuffer = -40008,
}

/// <summary>A callback that cannot be trusted or read.</summary>
public sealed class WeComCryptoException(WeComCryptoFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public WeComCryptoFault Fault { get; } = fault;
}
