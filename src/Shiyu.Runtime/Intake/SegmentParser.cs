using System.Text.Json;
using System.Text.Unicode;

namespace Shiyu.Runtime.Intake;

/// <summary>
/// Reads bodies of Segment's HTTP API. Events point into the body, which must not change as long as they live. Hand-written over one
/// <see cref="Utf8JsonReader"/>: this is where events pour in.
/// </summary>
public static class SegmentParser
{
    /// <summary>A body of <c>/v1/batch</c>: an object with a <c>batch</c> array.</summary>
    public static ParsedRequest Batch(ReadOnlyMemory<byte> body, ParseContext context) => Parse(body, SegmentCall.None, context);

    /// <summary>A body of one of the six single routes: the message itself.</summary>
    public static ParsedRequest Single(ReadOnlyMemory<byte> body, SegmentCall call, ParseContext context) => Parse(body, call, context);

    private static ParsedRequest Parse(ReadOnlyMemory<byte> body, SegmentCall call, ParseContext context)
    {
        try
        {
            return new Pass(body, context, call == SegmentCall.None ? ItemRules.BatchDepth : ItemRules.ItemDepth).Read(call);
        }
        catch (JsonException)
        {
            // Malformed, or only deeper than usual? A second reading that lets any depth pass tells, item by item.
        }
        try
        {
            return new Pass(body, context, ItemRules.AnyDepth).Read(call);
        }
        catch (JsonException malformed)
        {
            return new ParsedRequest { Fault = BodyFaults.Malformed(body.Span, malformed) };
        }
    }

    private readonly ref struct Pass(ReadOnlyMemory<byte> body, ParseContext context, JsonReaderOptions options)
    {
        private readonly ParsedRequest _result = new();
        private readonly bool _isUtf8 = Utf8.IsValid(body.Span);
        private readonly bool _measureDepth = options.MaxDepth == int.MaxValue;

        public ParsedRequest Read(SegmentCall call)
        {
            var reader = new Utf8JsonReader(body.Span, options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                EnsureEnd(ref reader);
                _result.Fault = BodyFaults.NotAnObject(body.Span);
            }
            else if (call == SegmentCall.None)
            {
                ReadBatch(ref reader);
            }
            else
            {
                var item = SegmentItem.Read(ref reader, call, context);
                EnsureEnd(ref reader);
                _result.WriteKey = item.WriteKey;
                Take(item, 0);
            }
            return _result;
        }

        private void ReadBatch(ref Utf8JsonReader reader)
        {
            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("batch"u8))
                {
                    reader.Read();
                    found |= reader.TokenType == JsonTokenType.StartArray;
                    ReadItems(ref reader);
                }
                else if (reader.ValueTextEquals("writeKey"u8))
                {
                    reader.Read();
                    _result.WriteKey = JsonText.Read(ref reader, out var key) == TextFault.None ? key : null;
                    reader.Skip();
                }
                else
                {
                    reader.Skip();
                }
            }
            EnsureEnd(ref reader);
            if (!found)
                _result.Fault = BodyFaults.MissingBatch(body.Span);
        }

        private void ReadItems(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                return;
            }
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    Take(SegmentItem.Read(ref reader, SegmentCall.None, context), index);
                else
                    Take(new SegmentItem { Whole = JsonRange.Take(ref reader) }, index);
            }
        }

        private void Take(in SegmentItem item, int index)
        {
            var json = item.Whole.Of(body.Span);
            IncomingEvent? made = null;
            var fault = ItemRules.FaultOf(json, _isUtf8, _measureDepth) ?? SegmentMapping.Map(item, body, context, _result.Events, out made);
            if (fault is null)
                _result.Events.Add(made!);
            else
                _result.Rejected.Add(fault.At(context.Source, index, json));
        }

        private static void EnsureEnd(ref Utf8JsonReader reader)
        {
            // Anything after the value is a JsonException of the reader's own.
            while (reader.Read())
            {
            }
        }
    }
}
