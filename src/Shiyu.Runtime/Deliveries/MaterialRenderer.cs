using System.Collections.Concurrent;
using System.Text.Json;
using HandlebarsDotNet;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Deliveries;

/// <summary>Fills a material's <c>{{attribute}}</c> variables. Text stays text: nothing is escaped for HTML.</summary>
internal sealed class MaterialRenderer
{
    private readonly IHandlebars _handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = false });
    private readonly ConcurrentDictionary<string, HandlebarsTemplate<object, object>> _templates = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a text's variables; null when nothing is.</summary>
    public static string? Check(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal)) return null;
        try
        {
            Handlebars.Create().Compile(text);
            return null;
        }
        catch (HandlebarsException error)
        {
            return error.Message;
        }
    }

    public RenderedMaterial Render(MaterialDefinition material, IReadOnlyDictionary<string, JsonElement> attributes) =>
        new(Fill(material.Text, attributes), material.Link);

    private string Fill(string text, IReadOnlyDictionary<string, JsonElement> attributes)
    {
        if (!text.Contains("{{", StringComparison.Ordinal)) return text;
        var values = attributes.ToDictionary(attribute => attribute.Key, attribute => ToValue(attribute.Value), StringComparer.Ordinal);
        return _templates.GetOrAdd(text, _handlebars.Compile)(values);
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ToText(value),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => ToValues(value),
        _ => value.GetRawText(),
    };

    private static Dictionary<string, object?> ToValues(JsonElement value)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) values[member.Name] = ToValue(member.Value);    // of a name that comes twice the last counts
        return values;
    }

    /// <summary>Text with a lone surrogate cannot be shown to anybody: as if it were missing. Throwing would hold up everybody's messages.</summary>
    private static string? ToText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
