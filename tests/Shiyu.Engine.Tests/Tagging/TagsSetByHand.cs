using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Tagging;

public sealed class TagsSetByHand
{
    private const string Exclusive = "group: g, kind: exclusive, tags: [ { tag: rule, when: { event: x, within: 1d } }, { tag: a }, { tag: b } ]";

    [Fact]
    public void Stand_from_when_they_are_set_until_they_are_unset() =>
        Assert.Equal(
            ["03-01 12:00 +g/a event:e1", "03-02 12:00 -g/a event:e2"],
            World.Of(Exclusive).Event("03-01 12:00", "e1", "tag.set", "{'tag': 'g/a'}").Event("03-02 12:00", "e2", "tag.unset", "{'tag': 'g/a'}")
                .Decisions());

    [Fact]
    public void In_an_exclusive_group_setting_one_unsets_the_other() =>
        Assert.Equal(
            ["03-01 12:00 +g/a event:e1", "03-02 12:00 -g/a event:e2", "03-02 12:00 +g/b event:e2", "03-03 12:00 -g/b event:e3"],
            World.Of(Exclusive).Event("03-01 12:00", "e1", "tag.set", "{'tag': 'g/a'}").Event("03-02 12:00", "e2", "tag.set", "{'tag': 'g/b'}")
                .Event("03-03 12:00", "e3", "tag.unset", "{'tag': 'g/b'}").Decisions());

    [Fact]
    public void Stay_set_while_an_earlier_rule_hides_them() =>
        Assert.Equal(
            [
                "03-01 12:00 +g/a event:e1",
                "03-02 12:00 -g/a event:e2",
                "03-02 12:00 +g/rule event:e2",
                "03-03 12:00 -g/rule time",
                "03-03 12:00 +g/a time",
            ],
            World.Of(Exclusive).Event("03-01 12:00", "e1", "tag.set", "{'tag': 'g/a'}").Event("03-02 12:00", "e2", "x").Decisions("04-01 00:00"));

    [Theory]
    [InlineData("{'tag': 'g/rule'}")]
    [InlineData("{'tag': 'g/unknown'}")]
    [InlineData("{'tag': 7}")]
    [InlineData("{'tag': ['g/a']}")]
    [InlineData("{'other': {'tag': 'g/a'}}")]
    [InlineData("")]
    public void Other_properties_set_nothing(string properties) =>
        Assert.Empty(World.Of(Exclusive).Event("03-01 12:00", "e1", "tag.set", properties).Decisions());

    [Fact]
    public void A_late_setting_finds_its_place_in_time()
    {
        var plan = World.Of(Exclusive).Plan;
        var state = new CustomerState("u");
        var effects = new List<Effect>();
        CustomerFold.Fold(plan, state, World.Fact("03-01 12:00", "e1", "tag.set", "{'tag': 'g/b'}", arrival: 1), World.Time("03-01 12:00"), effects);
        CustomerFold.Fold(plan, state, World.Fact("03-01 10:00", "e2", "tag.set", "{'tag': 'g/a'}", arrival: 2), World.Time("03-01 12:05"), effects);

        var held = Assert.Single(state.Tags(plan));
        Assert.Equal(new HeldTag(new TagName("g", "b"), World.Time("03-01 12:00"), Cause.Event("e1"), ByHand: true), held);
    }
}
