using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.Runtime.Definitions;

/// <summary>A whole set of definition files as one value: path → bytes as applied. This is what the log kept before publications had choices.</summary>
internal static class DefinitionBundle
{
    public static IReadOnlyDictionary<string, byte[]> Read(ReadOnlySpan<byte> bundle) =>
        JsonSerializer.Deserialize(bundle, DefinitionBundleJson.Default.SortedDictionaryStringByteArray)!;
}

[JsonSerializable(typeof(SortedDictionary<string, byte[]>))]
internal sealed partial class DefinitionBundleJson : JsonSerializerContext;
