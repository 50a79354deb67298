using System.Text;
using Shiyu.Runtime.Definitions;
using Xunit;

namespace Shiyu.Runtime.Tests.Definitions;

public sealed class TreesAsJson
{
    [Theory]
    [InlineData("a: [ 1, -2.50, true, null, 'no', 茶 ]", """{"a":[1,-2.50,true,null,"no","茶"]}""")]
    [InlineData("a: { b: { c: 1h } }", """{"a":{"b":{"c":"1h"}}}""")]
    [InlineData("a: [ 0x1F, .5 ]", """{"a":[31,".5"]}""")]
    public void Are_what_was_written(string yaml, string json) =>
        Assert.Equal(json, TreeJson.Of(DefinitionFolder.ReadTree("a.yaml", Encoding.UTF8.GetBytes(yaml))).GetRawText());
}
