using System.Text;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Tests.Running;

internal static class Conditions
{
    public static Condition Parse(string json, DefinitionSet known)
    {
        var parsed = DefinitionParser.ParseCondition(JsonTree.Read(Encoding.UTF8.GetBytes(json)), known);
        return parsed.Condition ?? throw new InvalidOperationException(string.Join('\n', parsed.Refusals));
    }
}
