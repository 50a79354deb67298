using System.Text;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Profiles;

/// <summary>Events that work on what a profile holds: set once, incremented, appended, deleted.</summary>
public sealed class ProfilesWorkedOn
{
    private readonly AttributeTable _attributes = new();
    private long _arrivals;

    [Fact]
    public void What_is_set_once_stays() =>
        Assert.Equal("first=1", After(("12:00", "profile.set_once", "{'first': 1}"), ("13:00", "profile.set_once", "{'first': 2}")));

    [Fact]
    public void What_was_removed_can_be_set_once_again() =>
        Assert.Equal("first=2", After(
            ("12:00", "profile.set_once", "{'first': 1}"), ("13:00", "profile.identified", "{'first': null}"), ("14:00", "profile.set_once", "{'first': 2}")));

    [Fact]
    public void A_missing_number_counts_as_nothing_when_it_is_incremented() =>
        Assert.Equal("score=3.25", After(("12:00", "profile.incremented", "{'score': 3.5}"), ("13:00", "profile.incremented", "{'score': -0.25}")));

    [Fact]
    public void Both_of_two_increments_count_whichever_came_first() =>
        Assert.Equal("score=7", After(("13:00", "profile.incremented", "{'score': 3}"), ("12:00", "profile.incremented", "{'score': 4}")));

    [Fact]
    public void A_later_setting_stands_over_an_earlier_increment_and_a_late_one_does_not()
    {
        Assert.Equal("score=5", After(("12:00", "profile.incremented", "{'score': 3}"), ("13:00", "x", "{'score': 5}")));
        Assert.Equal("score=6", After(("12:30", "x", "{'score': 100}"), ("14:00", "profile.incremented", "{'score': 1}"), ("12:00", "x", "{'score': 9}"), ("13:30", "x", "{'score': 60}")));
    }

    [Theory]
    [InlineData("'text'", "1")]
    [InlineData("['a']", "1")]
    [InlineData("5", "'1'")]
    [InlineData("5", "null")]
    [InlineData("9999999999999999999999999999", "1")]
    public void What_is_no_number_or_becomes_none_is_left_alone(string standing, string by) =>
        Assert.Equal($"a={standing}".Replace('\'', '"'), After(("12:00", "x", $"{{'a': {standing}}}"), ("13:00", "profile.incremented", $"{{'a': {by}}}")));

    [Fact]
    public void A_list_takes_each_text_once() =>
        Assert.Equal("""tags=["a","b","茶"]""", After(("12:00", "profile.appended", "{'tags': ['a', 'b', 'a']}"), ("13:00", "profile.appended", "{'tags': ['b', '茶', 7]}")));

    [Fact]
    public void A_list_takes_texts_that_no_writer_would() =>
        Assert.Equal("""tags=["\ud800","a\u0000"]""", After(("12:00", "profile.appended", "{'tags': ['\\ud800']}"), ("13:00", "profile.appended", "{'tags': ['a\\u0000', '\\ud800']}")));

    [Fact]
    public void Nothing_is_appended_to_what_is_no_list() =>
        Assert.Equal("tags=\"a\"", After(("12:00", "x", "{'tags': 'a'}"), ("13:00", "profile.appended", "{'tags': ['b']}")));

    [Fact]
    public void A_list_keeps_the_newest_500()
    {
        After(("12:00", "profile.appended", $"{{'tags': [{string.Join(',', Enumerable.Range(0, 501).Select(n => $"'{n}'"))}]}}"));
        var json = Encoding.UTF8.GetString(Assert.Single(_attributes.Visible()).Value.Span);
        Assert.StartsWith("[\"1\",", json, StringComparison.Ordinal);
        Assert.Equal(500, json.Split(',').Length);
    }

    [Fact]
    public void A_deletion_removes_what_stands_but_not_the_wish_to_be_left_alone() =>
        Assert.Equal("c=3 do_not_disturb=true", After(
            ("12:00", "x", "{'a': 1, 'do_not_disturb': true}"), ("14:00", "x", "{'b': 2}"), ("15:00", "profile.deleted", ""), ("16:00", "x", "{'c': 3}")));

    [Fact]
    public void A_late_deletion_leaves_what_was_set_after_it() =>
        Assert.Equal("b=2", After(("12:00", "x", "{'a': 1}"), ("14:00", "x", "{'b': 2}"), ("13:00", "profile.deleted", "")));

    private string After(params (string At, string Name, string Attributes)[] events)
    {
        foreach (var (at, name, attributes) in events)
            _attributes.Absorb(Laws.World.Fact($"03-01 {at}", "e", name, attributes: attributes, arrival: ++_arrivals));
        return string.Join(' ', _attributes.Visible().Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value.Span)}"));
    }
}
