using Shiyu.Runtime.Definitions;
using Shiyu.Server.Demo;
using Shiyu.Server.Hosting;
using Xunit;

namespace Shiyu.Server.Tests.Demo;

public sealed class PacedSops
{
    /// <summary>The demo opens without them, and publishes them when there are existing customers to let in.</summary>
    [Fact]
    public void Are_left_out_of_the_opening_and_what_is_left_stands_by_itself()
    {
        var files = DefinitionFolder.Load(Path.Combine(Home.Find()!, "playbooks", "demo"));

        var opening = DemoPaced.Without(files);

        Assert.Equal(["sops/existing-care.yaml"], files.Keys.Except(opening.Keys));
        Assert.Equal(["existing-care"], DemoPaced.Sops(DefinitionFolder.Parse(files).Set!));
        Assert.Empty(DefinitionFolder.Parse(opening).Refusals);
    }
}
