using System.Text;
using System.Text.Json;

namespace Shiyu.Sandbox.WeCom;

/// <summary>One call's parameters, read strictly: a wrong type is 40058 naming the parameter.</summary>
/// <param name="Body">The JSON object of a POST; undefined for a GET.</param>
/// <param name="File">Of a form; null for JSON.</param>
internal sealed record WeComCall(HttpRequest Request, JsonElement Body, CallFile? File = null)
{
    /// <summary>A query parameter; empty when absent.</summary>
    public string Query(string name) => Request.Query[name].ToString();

    /// <summary>Empty when absent: the platform takes absent and empty alike.</summary>
    public string Text(string name) => Text(Body, name, name);

    public bool Flag(string name) => Property(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw WeComRefusal.Parameter(name, "true or false"),
    };

    /// <summary>Null when absent.</summary>
    public long? Whole(string name) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) => value,
        _ => throw WeComRefusal.Parameter(name, "a whole number"),
    };

    /// <summary>An array of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Property(name) is not { } array)
            return [];
        if (array.ValueKind != JsonValueKind.Array || array.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw WeComRefusal.Parameter(name, "an array of texts");
        return [.. array.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>A page size: <paramref name="usual"/> when absent or 0.</summary>
    public int Limit(int usual, int max) => Whole("limit") switch
    {
        null or 0 => usual,
        >= 1 and var given when given <= max => (int)given,
        var given => throw WeComRefusal.Parameter("limit", $"1 to {max}, given {given}"),
    };

    public JsonElement? Property(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text inside an object; <paramref name="path"/> is what a refusal names.</summary>
    public static string Text(JsonElement inside, string name, string path)
    {
        if (inside.ValueKind != JsonValueKind.Object || !inside.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return "";
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw WeComRefusal.Parameter(path, "text");
    }

    public static void AtMostBytes(string text, int max, string path)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > max)
            throw WeComRefusal.Parameter(path, $"at most {max} bytes of UTF-8, given {bytes}");
    }
}

internal sealed record CallFile(string FileName, byte[] Bytes);
