using System.Text.Json;

namespace Shiyu.WeCom.Tests.Crypto;

/// <summary>vectors.json, see the note beside it.</summary>
internal static class Vectors
{
    private static readonly JsonElement Root = Load();

    public static JsonElement Of(string group, string id) => Root.GetProperty(group).EnumerateArray().Single(vector => vector.Text("id") == id);

    public static IEnumerable<TheoryDataRow<string>> Ids(string group) =>
        Root.GetProperty(group).EnumerateArray().Select(vector => new TheoryDataRow<string>(vector.Text("id")));

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static string? Maybe(this JsonElement vector, string name) => vector.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement Load()
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream("vectors.json")!;
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.Clone();
    }
}
