using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shiyu.Engine;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>Prints decisions as NDJSON: raw UTF-8, keys in the order that the definition language shows.</summary>
internal sealed class DecisionWriter : IDisposable
{
    private const int FlushAt = 1 << 17;

    private readonly Stream _output;
    private readonly ZoneTable _zone;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt * 2);
    private readonly Utf8JsonWriter _json;
    private Instant _at = Instant.Min;
    private string _time = "";

    public DecisionWriter(Stream output, ZoneTable zone)
    {
        _output = output;
        _zone = zone;
        // Nothing is escaped that JSON allows as it is: the lines are files and never stand inside HTML.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>How many lines were printed.</summary>
    public long Lines { get; private set; }

    public void Write(string customer, Effect effect)
    {
        switch (effect)
        {
            case Effect.TagEntered entered:
                Begin(effect, customer, "tag_entered");
                _json.WriteString("tag"u8, entered.Tag.ToString());
                _json.WriteString("cause"u8, entered.Cause.ToString());
                break;
            case Effect.TagLeft left:
                Begin(effect, customer, "tag_left");
                _json.WriteString("tag"u8, left.Tag.ToString());
                _json.WriteString("cause"u8, left.Cause.ToString());
                break;
            case Effect.RunStarted started:
                Begin(effect, customer, "run_started");
                WriteRun(started.Sop, started.Run);
                break;
            case Effect.StepDecided step:
                Begin(effect, customer, "step");
                WriteRun(step.Sop, step.Run);
                _json.WriteString("step"u8, step.Step.Id);
                _json.WriteString("outcome"u8, Words.Of(step.Outcome));
                if (step.ReasonText is { } reason) _json.WriteString("reason"u8, reason);
                if (step.ArmName is { } arm) _json.WriteString("arm"u8, arm);
                // Fixed shares stand in the definition.
                if (step is { Step.Learns: true, Propensity: { } share }) _json.WriteNumber("propensity"u8, (decimal)share.Parts / Share.Whole);
                break;
            case Effect.RunEnded ended:
                Begin(effect, customer, "run_ended");
                WriteRun(ended.Sop, ended.Run);
                _json.WriteString("reason"u8, Words.Of(ended.Reason));
                break;
            default:
                // Forgotten triggers and the ways of waits and branches belong on a timeline, not among the decisions.
                return;
        }
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        Lines++;
        if (_buffer.WrittenCount >= FlushAt) Flush();
    }

    public void Flush()
    {
        _output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _output.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void Begin(Effect effect, string customer, string kind)
    {
        _json.WriteStartObject();
        _json.WriteString("at"u8, Time(effect.At));
        _json.WriteString("customer"u8, customer);
        _json.WriteString("kind"u8, kind);
    }

    private void WriteRun(string sop, RunId run)
    {
        _json.WriteString("sop"u8, sop);
        _json.WriteString("run"u8, run.ToString());
    }

    private string Time(Instant at)
    {
        if (at == _at) return _time;
        _at = at;
        var offset = TimeSpan.FromMilliseconds(_zone.OffsetAt(at));
        var local = new Instant(_zone.ToLocalMs(at)).ToDateTimeOffset();
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return _time = string.Create(
            CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd'T'HH:mm:ss.fff}{sign}{offset:hh\\:mm}");
    }
}
