using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Shiyu.WeCom.Callbacks;

/// <summary>A decrypted callback: its elements, whatever they are, and a hash over all of them.</summary>
public sealed class CallbackEvent
{
    private readonly List<KeyValuePair<string, string>> _elements;

    private CallbackEvent(List<KeyValuePair<string, string>> elements)
    {
        _elements = elements;
        Hash = HashOf(elements);
    }

    /// <summary>
    /// Recognises a repeat: SHA-256 over every element (corp, event, change type, user, external user, time …). WeCom's own advice, sender and time,
    /// would make two customers added in one second one event; and these events have no MsgId.
    /// </summary>
    public string Hash { get; }

    public string Corp => Text("ToUserName") is { Length: > 0 } corp ? corp : Text("AuthCorpId");

    public string Event => Text("Event") is { Length: > 0 } name ? name : Text("InfoType");

    public string ChangeType => Text("ChangeType");

    public string Member => Text("UserID");

    public string ExternalUserId => Text("ExternalUserID");

    /// <summary>The relation that it is about.</summary>
    public string Pair => $"{Member}/{ExternalUserId}";

    public string State => Text("State");

    public string WelcomeCode => Text("WelcomeCode");

    public string DeletionSource => Text("Source");

    /// <summary>When it happened, Unix seconds; null when the callback does not say.</summary>
    public long? CreateTime => Seconds("CreateTime") ?? Seconds("TimeStamp");

    public bool ChangesContact => Event == "change_external_contact";

    /// <summary>Reads the XML, or the JSON that some products send. Null when it is neither.</summary>
    public static CallbackEvent? Parse(string message)
    {
        try
        {
            var elements = new List<KeyValuePair<string, string>>();
            if (message.AsSpan().TrimStart() is ['{', ..])
            {
                using var json = JsonDocument.Parse(message);
                Collect(json.RootElement, "", elements);
            }
            else
            {
                Collect(SafeXml.Parse(message), "", elements);
            }
            return new CallbackEvent(elements);
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)    // the last: a lone surrogate in JSON
        {
            return null;
        }
    }

    /// <summary>The first element of that name at the top; empty when there is none.</summary>
    public string Text(string name)
    {
        foreach (var (path, value) in _elements)
        {
            if (path == name) return value;
        }
        return "";
    }

    private long? Seconds(string name) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000 ? seconds : null;

    private static void Collect(XElement parent, string path, List<KeyValuePair<string, string>> elements)
    {
        foreach (var child in parent.Elements())
        {
            var name = path + child.Name.LocalName;
            if (child.HasElements) Collect(child, name + "/", elements);
            else elements.Add(new(name, child.Value.Trim()));
        }
    }

    private static void Collect(JsonElement value, string path, List<KeyValuePair<string, string>> elements)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Collect(member.Value, path.Length == 0 ? member.Name : $"{path}/{member.Name}", elements);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Collect(item, path + "/Item", elements);
                break;
            default:
                elements.Add(new(path, value.ToString().Trim()));
                break;
        }
    }

    private static string HashOf(List<KeyValuePair<string, string>> elements)
    {
        // A stable order by name: a repeat may list its elements differently, while a list inside keeps its order.
        var canonical = new StringBuilder();
        foreach (var (path, value) in elements.OrderBy(element => element.Key, StringComparer.Ordinal))
            canonical.Append(CultureInfo.InvariantCulture, $"{path.Length}:{path}={value.Length}:{value};");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}
