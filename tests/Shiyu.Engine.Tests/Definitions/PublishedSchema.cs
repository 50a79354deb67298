using System.Runtime.CompilerServices;
using System.Text.Json;
using Shiyu.Engine.Definitions.Parsing;

namespace Shiyu.Engine.Tests.Definitions;

/// <summary>The JSON Schema and the parser must not drift apart: both know the same keys.</summary>
public sealed class PublishedSchema
{
    [Fact]
    public void Has_the_parsers_keys()
    {
        Same(DefinitionKeys.Workspace, Root("workspace"));
        Same(DefinitionKeys.QuietHours, Root("workspace").GetProperty("properties").GetProperty("quiet_hours"));
        Same(DefinitionKeys.Caps, Root("workspace").GetProperty("properties").GetProperty("caps"));
        Same(DefinitionKeys.Quota, Root("workspace").GetProperty("properties").GetProperty("quota"));
        Same(DefinitionKeys.Value, Root("workspace").GetProperty("properties").GetProperty("value"));
        Same(DefinitionKeys.Prior, Root("workspace").GetProperty("properties").GetProperty("value").GetProperty("properties").GetProperty("prior"));
        Same(DefinitionKeys.Guardrail, Root("workspace").GetProperty("properties").GetProperty("guardrail"));
        Same(DefinitionKeys.MemberLoad, Root("workspace").GetProperty("properties").GetProperty("member_load"));
        Same(DefinitionKeys.Unconfirmed, Root("workspace").GetProperty("properties").GetProperty("unconfirmed"));
        Same(DefinitionKeys.Group, Root("group"));
        Same(DefinitionKeys.Tag, Root("group").GetProperty("$defs").GetProperty("tag"));
        Same(DefinitionKeys.Audience, Root("audience"));
        Same(DefinitionKeys.Sop, Root("sop"));
        Same(DefinitionKeys.Sender, Root("sop").GetProperty("properties").GetProperty("sender").GetProperty("anyOf")[1]);
        Same(DefinitionKeys.Trigger, Root("sop").GetProperty("$defs").GetProperty("trigger").GetProperty("anyOf")[1]);
        Same(DefinitionKeys.Anchor, Root("sop").GetProperty("$defs").GetProperty("anchor"));
        Same(DefinitionKeys.BranchArm, Root("sop").GetProperty("$defs").GetProperty("step").GetProperty("properties").GetProperty("branch").GetProperty("items"));
        Same(DefinitionKeys.Calendar, Root("calendar"));
        Same(DefinitionKeys.Holiday, Root("calendar").GetProperty("$defs").GetProperty("holiday"));
        Same(DefinitionKeys.Step, Root("sop").GetProperty("$defs").GetProperty("step"));
        Same(DefinitionKeys.Material, Root("material"));
        Same(DefinitionKeys.Link, Root("material").GetProperty("$defs").GetProperty("link"));
        Same(DefinitionKeys.Dictionary, Root("dictionary"));
        Same(DefinitionKeys.Comparisons, Root("condition").GetProperty("$defs").GetProperty("comparisons"));
    }

    [Fact]
    public void Has_every_key_that_a_condition_may_have()
    {
        var forms = Root("condition").GetProperty("$defs").GetProperty("condition").GetProperty("anyOf").EnumerateArray()
            .Where(form => form.TryGetProperty("properties", out _)).SelectMany(Keys);
        Assert.Equal(DefinitionKeys.Condition.Order().Distinct(), forms.Distinct().Order());
    }

    [Fact]
    public void Says_the_same_of_conditions_in_every_file()
    {
        var own = Root("condition").GetProperty("$defs").GetProperty("condition").GetRawText();
        foreach (var kind in new[] { "group", "audience", "sop" })
            Assert.Equal(own, Root(kind).GetProperty("$defs").GetProperty("condition").GetRawText());
    }

    private static void Same(IEnumerable<string> parser, JsonElement schema) => Assert.Equal(parser.Order(), Keys(schema).Order());

    private static IEnumerable<string> Keys(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(key => key.Name);

    private static JsonElement Root(string kind, [CallerFilePath] string here = "") =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/schema", kind + ".json"))).RootElement;
}
