using System.Text;
using Shiyu.Runtime.Intake;
using Xunit;

namespace Shiyu.Runtime.Tests.Intake;

public sealed class HostileBatch
{
    private const string Good = """{"type":"track","event":"x","userId":"u"}""";

    [Theory]
    [InlineData(47, true)]
    [InlineData(48, false)]
    [InlineData(5_000, false)]
    public void Loses_only_what_is_too_deep(int arrays, bool taken)
    {
        var deep = $$"""{"type":"track","event":"deep","userId":"u","pad":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";
        var parsed = Parsed.Batch($"{Good},{deep},{Good}");
        Assert.Equal(taken ? 3 : 2, parsed.Events.Count);
        Assert.Equal(taken ? [] : ["event.too_deep"], parsed.Rejected.Select(item => item.Code));
        if (arrays <= 48)
            Assert.Equal(taken, SegmentParser.Single(Encoding.UTF8.GetBytes(deep), SegmentCall.Track, Parsed.Context()).Events.Count == 1);
    }

    [Fact]
    public void Of_four_million_brackets_is_refused_and_nothing_overflows()
    {
        var parsed = SegmentParser.Batch(Encoding.UTF8.GetBytes(new string('[', 4_000_000)), Parsed.Context());
        Assert.Equal("intake.malformed_json", parsed.Fault?.Code);
    }

    [Fact]
    public void Loses_only_the_item_that_is_not_utf8()
    {
        byte[] body = [.. "{\"batch\":["u8, .. Encoding.UTF8.GetBytes(Good), .. ",{\"type\":\"track\",\"event\":\"x\",\"userId\":\""u8, 0xED, 0xA0, 0xBC, .. "\"}]}"u8];
        var parsed = SegmentParser.Batch(body, Parsed.Context());
        Assert.Single(parsed.Events);
        Assert.Equal(("event.invalid_utf8", 1), (parsed.Rejected[0].Code, parsed.Rejected[0].Item));
    }

    [Fact]
    public void Takes_an_event_of_exactly_the_limit_and_loses_one_byte_more()
    {
        var head = """{"type":"track","event":"x","userId":"u","pad":""";
        var item = head + "\"" + new string('x', IntakeLimits.EventBytesMax - head.Length - 3) + "\"}";
        Assert.Equal(IntakeLimits.EventBytesMax, Parsed.One(item).Payload.Length);
        Assert.Equal("event.too_large", Parsed.Refusal(item.Replace("\"x\"", "\"xy\"")));
    }

    [Fact]
    public void Shows_the_beginning_of_what_it_loses()
    {
        var rejected = Assert.Single(Parsed.Batch($$"""{"type":"track","pad":"{{new string('金', 900)}}"}""").Rejected);
        Assert.Equal(500, rejected.Sample.Length);
        Assert.StartsWith("{\"type\":\"track\",\"pad\":\"金", rejected.Sample, StringComparison.Ordinal);
    }

    /// <summary>Cut anywhere, changed anywhere: an answer, never an exception, and never half an item.</summary>
    [Fact]
    public void Is_answered_whatever_its_bytes_are()
    {
        var whole = Encoding.UTF8.GetBytes($$$"""{"writeKey":"k","batch":[{{{Good}}},{"type":"identify","userId":"u\u0041","traits":{"phone":"1"},"timestamp":"2025-01-01"},{"type":"page","anonymousId":"a","name":"n","properties":{"a":[1,2.5e3,null]}},{"type":"alias","userId":"x","previousId":"y"}]}""");
        for (var length = 0; length < whole.Length; length++)
            Assert.NotNull(SegmentParser.Batch(whole.AsMemory(0, length), Parsed.Context()).Fault);
        byte[] awkward = [.. "{}[]\",:\\u0dn1 "u8, 0, 1, 0xC3, 0xED, 0xFF];
        var random = new Random(20260301);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = whole.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                changed[random.Next(changed.Length)] = awkward[random.Next(awkward.Length)];
            var parsed = SegmentParser.Batch(changed, Parsed.Context());
            Assert.All(parsed.Events, made => Assert.NotEmpty(made.Identities));
            NativeParser.Parse(changed, Parsed.Context());
            IntakeBody.Open(changed, out _, out _);
        }
    }
}
