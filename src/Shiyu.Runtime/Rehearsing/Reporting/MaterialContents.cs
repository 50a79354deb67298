using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>What materials say to a customer, as hashes that tell equal contents from different ones.</summary>
internal sealed partial class MaterialContents
{
    private readonly MaterialRenderer _renderer = new();
    private readonly Dictionary<string, (MaterialDefinition? Material, UInt128 Template, bool Varies)> _known = new(StringComparer.Ordinal);
    private DefinitionSet _definitions = DefinitionSet.Empty;

    public DefinitionSet Definitions
    {
        set
        {
            _definitions = value;
            _known.Clear();
        }
    }

    public IReadOnlyList<string> VariablesOf(string material) => _definitions.Materials.TryGetValue(material, out var known)
        ? [.. Variable().Matches(known.Text).Select(match => match.Groups[1].Value).Distinct()]
        : [];

    public PackedContent Of(string material, AttributeTable attributes)
    {
        if (!_known.TryGetValue(material, out var known)) _known[material] = known = Read(material);
        if (!known.Varies) return new PackedContent(known.Template, known.Template);
        try
        {
            var values = attributes.Visible().ToDictionary(
                attribute => attribute.Key, attribute => JsonDocument.Parse(attribute.Value).RootElement, StringComparer.Ordinal);
            return new PackedContent(Hash(_renderer.Render(known.Material!, values)), known.Template);
        }
        catch (HandlebarsException)
        {
            // A text that cannot be filled would fail for everybody.
            return new PackedContent(known.Template, known.Template);
        }
    }

    private (MaterialDefinition?, UInt128, bool) Read(string name) => _definitions.Materials.TryGetValue(name, out var material)
        ? (material, Hash(new RenderedMaterial(material.Text, material.Link)), Variable().IsMatch(material.Text))
        // In a rehearsal materials need not exist: each stands for a content of its own.
        : (null, XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(name)), false);

    private static UInt128 Hash(RenderedMaterial content) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(
        $"{content.Text}\0{content.Link?.Title}\0{content.Link?.Url}\0{content.Link?.Description}\0{content.Link?.PictureUrl}"));

    [GeneratedRegex(@"\{\{[{#/^]?\s*([^{}]*?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
