using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.Server.Hosting;

/// <summary>
/// Writes properties and attributes as the bytes that were received. The base library's own converter decodes every text on the way and throws at a lone
/// surrogate, which a customer's nickname may hold; one such event would make its whole timeline unreadable.
/// </summary>
internal sealed class AsReceivedConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
    {
        if (value.ValueKind == JsonValueKind.Undefined) writer.WriteNullValue();
        // A parsed document's part is valid.
        else writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }
}
