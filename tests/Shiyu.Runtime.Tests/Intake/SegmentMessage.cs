using System.Text;
using System.Text.Json;
using Shiyu.Runtime.Intake;
using Xunit;

namespace Shiyu.Runtime.Tests.Intake;

public sealed class SegmentMessage
{
    [Theory]
    [InlineData("Order Completed", "order.paid")]
    [InlineData("Product Added", "cart.added")]
    [InlineData("Product Removed", "cart.removed")]
    [InlineData("Products Searched", "product.searched")]
    [InlineData("Checkout Started", "checkout.started")]
    [InlineData("order completed", "order completed")]
    [InlineData("payOrder", "payOrder")]
    [InlineData("苹果🍎", "苹果🍎")]
    public void Is_named_by_the_dictionary_or_kept_as_sent(string sent, string ours) =>
        Assert.Equal(ours, Parsed.One($$"""{"type":"track","event":"{{sent}}","userId":"u"}""").Name);

    [Fact]
    public void Is_named_by_the_workspace_first() =>
        Assert.Equal("order.closed", Parsed.One("""{"type":"track","event":"Order Completed","userId":"u"}""", names: new() { ["Order Completed"] = "order.closed" }).Name);

    [Fact]
    public void Of_a_name_that_a_dictionary_maps_to_a_reserved_one_is_refused()
    {
        var parsed = Parsed.Batch("""{"type":"track","event":"mark","userId":"u"}""", names: new() { ["mark"] = "tag.set" });
        Assert.Equal("event.reserved_name", Assert.Single(parsed.Rejected).Code);
    }

    [Fact]
    public void Shares_one_name_object_between_events()
    {
        var parsed = Parsed.Batch("""{"type":"track","event":"x.y","userId":"u"},{"type":"track","event":"x.y","userId":"v"}""");
        Assert.Same(parsed.Events[0].Name, parsed.Events[1].Name);
    }

    [Fact]
    public void Is_kept_byte_for_byte_and_its_properties_are_a_part_of_it()
    {
        const string Item = """{ "type":"track","event":"x", "userId":"u","unknown":{"a":[1,{}]}, "properties" : {"n": 1.50, "big": 12345678901234567890123, "t":"\u82f9\u679c", "z":"\u0000\ud800"} }""";
        var made = Parsed.One(Item);
        Assert.Equal(Item, Encoding.UTF8.GetString(made.Payload.Span));
        Assert.Equal("""{"n": 1.50, "big": 12345678901234567890123, "t":"\u82f9\u679c", "z":"\u0000\ud800"}""", made.Json(made.Properties));
        Assert.Equal((0, 0), made.Attributes);
    }

    [Theory]
    [InlineData("""{"type":"track","event":"x","userId":"u","anonymousId":"a"}""", "user_id:u anonymous_id:a")]
    [InlineData("""{"type":"track","event":"x","userId":null,"anonymousId":"a"}""", "anonymous_id:a")]
    [InlineData("""{"type":"track","event":"x","userId":"","anonymousId":"a"}""", "anonymous_id:a")]
    [InlineData("""{"type":"track","event":"x","userId":42}""", "user_id:42")]
    [InlineData("""{"type":"track","event":"x","userId":"\u5f20\ud83c\udf4e"}""", "user_id:张🍎")]
    [InlineData("""{"type":"track","event":"x","userId":"a","userId":"b"}""", "user_id:b")]
    [InlineData("""{"type":"identify","userId":"u","traits":{"phone":"138","unionid":"n","openid":"o","external_userid":"wm","email":"e"}}""", "user_id:u phone:138 union_id:n open_id:o external_userid:wm")]
    [InlineData("""{"type":"identify","userId":"u","traits":{"phone":138,"union_id":null,"open_id":{"a":1}}}""", "user_id:u")]
    [InlineData("""{"type":"identify","traits":{"phone":"138","nested":{"phone":"139"}}}""", "phone:138")]
    [InlineData("""{"type":"identify","userId":"u","context":{"traits":{"phone":"138"}}}""", "user_id:u phone:138")]
    [InlineData("""{"type":"track","event":"x","userId":"u","traits":{"phone":"138"}}""", "user_id:u")]
    public void Names_its_person(string item, string identities) => Assert.Equal(identities, Parsed.One(item).Names());

    [Theory]
    [InlineData("""{"type":"track","event":"x"}""", "event.missing_identity")]
    [InlineData("""{"type":"track","event":"x","userId":"","anonymousId":null}""", "event.missing_identity")]
    [InlineData("""{"type":"alias","previousId":"a"}""", "event.missing_identity")]
    [InlineData("""{"type":"track","event":"x","userId":1.5}""", "event.bad_identity")]
    [InlineData("""{"type":"track","event":"x","userId":["u"],"properties":{}}""", "event.bad_identity")]
    [InlineData("""{"type":"track","event":"x","userId":"a\u0000"}""", "event.bad_text")]
    [InlineData("""{"type":"track","event":"x","userId":"a\udc00"}""", "event.bad_text")]
    [InlineData("""{"type":"track","event":"x","userId":"a\ud83c"}""", "event.bad_text")]
    [InlineData("""{"type":"identify","userId":"a","traits":{"phone":"\u0000"}}""", "event.bad_text")]
    [InlineData("""{"type":"identify","userId":"a","traits":{"\ud800":1}}""", "event.bad_text")]
    [InlineData("""{"type":"track","event":{"a":1},"userId":"u"}""", "event.bad_name")]
    [InlineData("""{"type":"track","event":"","userId":"u"}""", "event.bad_name")]
    [InlineData("""{"type":"track","event":"x","userId":"u","messageId":7}""", "event.bad_id")]
    [InlineData("""{"type":7,"userId":"u"}""", "event.unknown_type")]
    [InlineData("""{"type":null,"userId":"u"}""", "event.missing_type")]
    [InlineData("""{"type":"identify","userId":"u","traits":"t"}""", "event.wrong_type")]
    [InlineData("""{"type":"track","event":"delivery.done","userId":"u"}""", "event.reserved_name")]
    [InlineData("null", "event.not_an_object")]
    [InlineData("[[]]", "event.not_an_object")]
    public void That_breaks_a_rule_is_refused(string item, string code) => Assert.Equal(code, Parsed.Refusal(item));

    [Fact]
    public void May_have_identities_and_ids_of_256_characters_and_no_more()
    {
        var longest = string.Concat(Enumerable.Repeat("🍎", 256));
        Assert.Equal($"user_id:{longest}", Parsed.One($$"""{"type":"track","event":"x","userId":"{{longest}}"}""").Names());
        Assert.Equal("event.bad_identity", Parsed.Refusal($$"""{"type":"track","event":"x","userId":"{{longest}}a"}"""));
        Assert.Equal("event.bad_id", Parsed.Refusal($$"""{"type":"track","event":"x","userId":"u","messageId":"{{longest}}a"}"""));
        Assert.Equal("event.bad_name", Parsed.Refusal($$"""{"type":"track","event":"{{longest}}a","userId":"u"}"""));
    }

    [Fact]
    public void Without_an_id_is_given_one_of_its_own()
    {
        var parsed = Parsed.Batch("""{"type":"track","event":"x","userId":"u"},{"type":"track","event":"x","userId":"u","messageId":null}""");
        Assert.All(parsed.Events, made => Assert.Equal(32, made.Id.Length));
        Assert.NotEqual(parsed.Events[0].Id, parsed.Events[1].Id);
    }

    [Fact]
    public void Alias_takes_the_previous_id_for_a_user_where_one_goes_by_it()
    {
        const string Alias = """{"type":"alias","userId":"new","previousId":"old"}""";
        Assert.Equal("user_id:new anonymous_id:old", Parsed.One(Alias).Names());
        Assert.Equal("user_id:new anonymous_id:77", Parsed.One("""{"type":"alias","userId":"new","previousId":77}""").Names());
        Assert.Equal("user_id:new user_id:old", Parsed.One(Alias, knows: identity => identity == new Identity(IdentityKind.UserId, "old")).Names());
        var introduced = Parsed.Batch($$"""{"type":"track","event":"x","userId":"old"},{{Alias}}""");
        Assert.Equal("user_id:new user_id:old", introduced.Events[1].Names());
    }

    [Theory]
    [InlineData("""{"type":"alias","userId":"u","previousId":"u"}""", "user_id:u")]
    [InlineData("""{"type":"alias","anonymousId":"a","previousId":"a"}""", "anonymous_id:a")]
    public void Alias_of_oneself_is_harmless(string item, string identities) => Assert.Equal(identities, Parsed.One(item).Names());

    [Theory]
    [InlineData("""{"type":"page","userId":"u","name":"首页","category":"c","properties":{"url":"x"}}""", """{"name":"首页","category":"c","url":"x"}""")]
    [InlineData("""{"type":"page","userId":"u","name":"outer","properties":{ "name" : "inner" }}""", """{"name":"inner"}""")]
    [InlineData("""{"type":"screen","userId":"u","name":"n","properties":{ }}""", """{"name":"n"}""")]
    [InlineData("""{"type":"screen","userId":"u","name":"n"}""", """{"name":"n"}""")]
    [InlineData("""{"type":"group","userId":"u","groupId":"g","traits":{"name":"ACME"}}""", """{"groupId":"g","name":"ACME"}""")]
    [InlineData("""{"type":"alias","userId":"u","previousId":"p"}""", """{"previousId":"p"}""")]
    public void Brings_what_stands_beside_its_properties_into_them(string item, string properties)
    {
        var made = Parsed.One(item);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(properties), made.PropertiesOf()));
        Assert.StartsWith(item, Encoding.UTF8.GetString(made.Payload.Span), StringComparison.Ordinal);
        Assert.Equal((0, 0), made.Attributes);
    }

    [Theory]
    [InlineData(""" "timestamp":"2025-11-03T02:03:04.567Z" """, "2025-11-03T02:03:04.567Z")]
    [InlineData(""" "timestamp":"2025-11-03T10:03:04.5679+08:00" """, "2025-11-03T02:03:04.567Z")]
    [InlineData(""" "timestamp":"2025-11-03T10:03:04\u002B08:00" """, "2025-11-03T02:03:04Z")]
    [InlineData(""" "timestamp":null,"originalTimestamp":"2025-11-03T02:03:04Z" """, "2025-11-03T02:03:04Z")]
    [InlineData(""" "timestamp":"2025-11-03T02:03:04Z","originalTimestamp":"2024-11-03T02:03:04Z","sentAt":"2020-01-01T00:00:00Z" """, "2025-11-03T02:03:04Z")]
    [InlineData(""" "timestamp":"2026-03-01T00:05:00Z" """, "2026-03-01T00:05:00Z")]
    [InlineData(""" "sentAt":"2025-11-03T02:03:04Z" """, null)]
    public void Happened_when_it_says(string fields, string? at)
    {
        var made = Parsed.One($$"""{"type":"track","event":"x","userId":"u",{{fields}}}""");
        Assert.Equal(at is null ? null : DateTimeOffset.Parse(at, null).ToUnixTimeMilliseconds(), made.OccurredAtMs);
        Assert.False(made.TimeReplaced);
    }

    [Fact]
    public void From_the_far_future_is_taken_as_received_and_marked()
    {
        var made = Parsed.One("""{"type":"track","event":"x","userId":"u","timestamp":"2026-03-01T00:05:00.001Z"}""");
        Assert.Equal((null, true), (made.OccurredAtMs, made.TimeReplaced));
    }
}
