using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Definitions;

/// <summary>A table of learned values as one value: this is what the log keeps each time that something was learned. Numbers are written so that they are read back exactly.</summary>
internal static class ValueBundle
{
    public static byte[] Write(ValueTable table) => JsonSerializer.SerializeToUtf8Bytes(
        new LoggedTable(
            table.At.UnixMs,
            [.. table.Messages.Select(each => new LoggedMessage(
                each.Key.Sop, each.Key.Material, each.Key.Segment, each.Counts.Delivered, each.Counts.Converted, each.Counts.Deleted,
                [each.Convert.A, each.Convert.B], [each.Delete.A, each.Delete.B]))],
            [.. table.Splits.Select(each => new LoggedSplit(
                each.Sop, each.Step, each.Segment, [.. each.Arms.Select(arm => new LoggedArm(arm.Name, arm.Share.Parts))]))]),
        ValueBundleJson.Default.LoggedTable);

    public static ValueTable Read(ReadOnlySpan<byte> bundle)
    {
        var table = JsonSerializer.Deserialize(bundle, ValueBundleJson.Default.LoggedTable)!;
        return new ValueTable(
            new Instant(table.AtMs),
            [.. table.Messages.Select(each => new LearnedMessage(
                new MessageKey(each.Sop, each.Material, each.Segment), new OutcomeCounts(each.Delivered, each.Converted, each.Deleted),
                new BetaBelief(each.Convert[0], each.Convert[1]), new BetaBelief(each.Delete[0], each.Delete[1])))],
            [.. table.Splits.Select(each => new LearnedSplit(
                each.Sop, each.Step, each.Segment, [.. each.Arms.Select(arm => new SplitArm(arm.Name, new Share(arm.Parts)))]))]);
    }
}

/// <summary>Unix ms, business time.</summary>
internal sealed record LoggedTable(long AtMs, IReadOnlyList<LoggedMessage> Messages, IReadOnlyList<LoggedSplit> Splits);

/// <param name="Convert">A and B of the belief.</param>
internal sealed record LoggedMessage(
    string Sop, string Material, string Segment, long Delivered, long Converted, long Deleted, double[] Convert, double[] Delete);

internal sealed record LoggedSplit(string Sop, string Step, string Segment, IReadOnlyList<LoggedArm> Arms);

/// <param name="Parts">Millionths of a per cent.</param>
internal sealed record LoggedArm(string Name, long Parts);

[JsonSerializable(typeof(LoggedTable))]
internal sealed partial class ValueBundleJson : JsonSerializerContext;
