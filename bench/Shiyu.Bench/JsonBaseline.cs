using System.Text.Json;
using Shiyu.Engine.Facts;
using Shiyu.Store.Sqlite;

namespace Shiyu.Bench;

/// <summary>The least that anybody has to do who looks at every event: each one's JSON is walked through once, token by token.</summary>
internal static class JsonBaseline
{
    /// <summary>Over a log, whose rows are read as a rehearsal reads them.</summary>
    public static void Walk(string data)
    {
        using var archive = SqliteArchive.Open(data);
        using var reader = archive.OpenReader();
        foreach (var row in reader.Rows(0, reader.LastPosition()))
        {
            // Of the header before it no byte of these events is a brace.
            var json = row.Body.Span;
            Walk(json[json.IndexOf((byte)'{')..]);
        }
    }

    /// <summary>Over events that stand in memory.</summary>
    public static void Walk(IEnumerable<EventFact> facts)
    {
        foreach (var fact in facts) Walk(fact.Properties.Span);
    }

    private static void Walk(ReadOnlySpan<byte> json)
    {
        var tokens = new Utf8JsonReader(json);
        while (tokens.Read()) { }
    }
}
