using System.Text.Json.Serialization;

namespace Shiyu.Server.SignIn;

/// <summary>The content of the secrets' file.</summary>
internal sealed record KeptSecrets(byte[] AdminKey, byte[] WriteKey, string Password)
{
    public bool Same(KeptSecrets other) =>
        AdminKey.AsSpan().SequenceEqual(other.AdminKey) && WriteKey.AsSpan().SequenceEqual(other.WriteKey) && Password == other.Password;
}

[JsonSerializable(typeof(KeptSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
