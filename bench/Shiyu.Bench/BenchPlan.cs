using Shiyu.Engine;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Bench;

internal static class BenchPlan
{
    public static Plan Compile()
    {
        var parsed = DefinitionFolder.Parse(BenchDefinitions.Files);
        var set = parsed.Set ?? throw new InvalidOperationException(string.Join('\n', parsed.Refusals));
        return Plan.Compile(set, ZoneTables.Get(set.Workspace.TimeZone)!, requireContact: false);
    }
}
