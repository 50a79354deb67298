using System.Buffers;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>A customer's state as bytes: the format version, then every part in a fixed order, times relative to the state's own.</summary>
internal static class CustomerStateFormat
{
    // 1: before SOPs had versions. 2: before it was kept who talked with the customer last; until they talk again, nobody has.
    private const byte Version = 3;

    public static void Write(CustomerState state, Plan plan, IBufferWriter<byte> output)
    {
        var writer = new StateWriter(output);
        writer.Byte(Version);
        writer.Flag(state.Exists);
        writer.Instant(state.Now);
        Time(ref writer, state, state.WakeAt);
        writer.Int(state.LastArrival);
        state.Attributes.Write(ref writer);
        writer.Flag(state.OwnContacts is not null);
        state.OwnContacts?.Write(ref writer);
        writer.Flag(state.Events is not null);
        if (state.Events is { } events) plan.Events.Write(events, ref writer);
        WriteRules(state, ref writer);
        WriteTags(state, ref writer);
        WriteWaiting(state, ref writer);
        WriteSent(state, ref writer);
        WriteSops(state, plan, ref writer);
    }

    public static CustomerState Read(Plan plan, string key, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        var version = reader.Byte();
        if (version is < 1 or > Version)
            throw new FormatException($"The state of customer {key} has format version {version}; this program reads up to {Version}.");
        var state = new CustomerState(key) { Exists = reader.Flag(), Now = reader.Instant() };
        state.WakeAt = Time(ref reader, state);
        state.LastArrival = reader.Int();
        state.Attributes = AttributeTable.Read(ref reader);
        if (reader.Flag()) state.OwnContacts = ContactTable.Read(ref reader, talks: version >= 3);
        if (reader.Flag()) state.Events = plan.Events.Read(ref reader);
        ReadRules(state, ref reader);
        ReadTags(state, ref reader);
        ReadWaiting(state, ref reader);
        ReadSent(state, ref reader);
        ReadSops(state, plan, version, ref reader);
        return state;
    }

    private static void WriteRules(CustomerState state, ref StateWriter writer)
    {
        writer.UInt((ulong)(state.Truths?.Length ?? 0));
        foreach (var word in state.Truths ?? []) writer.UInt(word);

        var changes = 0;
        foreach (ref readonly var change in state.Changes.AsSpan())
            if (change.AtMs != long.MaxValue) changes++;
        writer.UInt((ulong)changes);
        foreach (var change in state.Changes)
        {
            if (change.AtMs == long.MaxValue) continue;
            writer.UInt((ulong)change.Rule);
            Time(ref writer, state, new Instant(change.AtMs));
        }
    }

    private static void ReadRules(CustomerState state, ref StateReader reader)
    {
        var words = (int)reader.UInt();
        if (words > 0) state.Truths = new ulong[words];
        for (var i = 0; i < words; i++) state.Truths![i] = reader.UInt();

        for (var count = reader.UInt(); count > 0; count--)
        {
            var rule = (int)reader.UInt();
            state.SetChange(rule, Time(ref reader, state));
        }
    }

    private static void WriteTags(CustomerState state, ref StateWriter writer)
    {
        writer.UInt((ulong)state.Held.Length);
        foreach (var held in state.Held)
        {
            writer.UInt((ulong)held.Tag);
            Time(ref writer, state, held.Since);
            Why(ref writer, held.Cause);
        }
        writer.UInt((ulong)state.Holds.Length);
        foreach (var hold in state.Holds)
        {
            writer.UInt((ulong)hold.Tag);
            Time(ref writer, state, hold.Until);
        }
        writer.UInt((ulong)state.ByHand.Length);
        foreach (var entry in state.ByHand)
        {
            writer.UInt((ulong)entry.Tag);
            Hand(ref writer, entry.Set);
            Hand(ref writer, entry.Unset);
        }
        writer.Int(state.HandOrder);
    }

    private static void ReadTags(CustomerState state, ref StateReader reader)
    {
        var held = new HeldEntry[reader.UInt()];
        for (var i = 0; i < held.Length; i++)
            held[i] = new HeldEntry((int)reader.UInt(), Time(ref reader, state), Why(ref reader));
        state.Held = held;
        var holds = new HoldEntry[reader.UInt()];
        for (var i = 0; i < holds.Length; i++)
            holds[i] = new HoldEntry((int)reader.UInt(), Time(ref reader, state));
        state.Holds = holds;
        state.ByHand = new HandEntry[reader.UInt()];
        for (var i = 0; i < state.ByHand.Length; i++)
            state.ByHand[i] = new HandEntry((int)reader.UInt(), Hand(ref reader), Hand(ref reader));
        state.HandOrder = reader.Int();
    }

    private static void WriteWaiting(CustomerState state, ref StateWriter writer)
    {
        writer.UInt((ulong)state.Waiting.Length);
        foreach (var fact in state.Waiting)
        {
            writer.Text(fact.Id);
            writer.Text(fact.Name);
            Time(ref writer, state, fact.OccurredAt);
            writer.Int(fact.Arrival);
            writer.Bytes(fact.Properties.Span);
            writer.Bytes(fact.Attributes.Span);
        }
    }

    private static void ReadWaiting(CustomerState state, ref StateReader reader)
    {
        state.Waiting = new EventFact[reader.UInt()];
        for (var i = 0; i < state.Waiting.Length; i++)
            state.Waiting[i] = new EventFact
            {
                Id = reader.Text(),
                Name = reader.Text(),
                OccurredAt = Time(ref reader, state),
                Arrival = reader.Int(),
                Properties = reader.Bytes().ToArray(),
                Attributes = reader.Bytes().ToArray(),
            };
    }

    private static void WriteSent(CustomerState state, ref StateWriter writer)
    {
        writer.UInt((ulong)state.Sent.Length);
        foreach (var sent in state.Sent)
        {
            Time(ref writer, state, sent.At);
            writer.Byte((byte)((sent.Capped ? 1 : 0) | (sent.Direct ? 2 : 0)));
        }
    }

    private static void ReadSent(CustomerState state, ref StateReader reader)
    {
        var ledger = new SentMessage[reader.UInt()];
        for (var i = 0; i < ledger.Length; i++)
        {
            var at = Time(ref reader, state);
            var kind = reader.Byte();
            ledger[i] = new SentMessage(at, (kind & 1) != 0, (kind & 2) != 0);
        }
        state.Sent = ledger;
    }

    private static void WriteSops(CustomerState state, Plan plan, ref StateWriter writer)
    {
        writer.UInt((ulong)state.Sops.Length);
        foreach (var record in state.Sops)
        {
            writer.UInt((ulong)record.Sop);
            Time(ref writer, state, record.LastEntry);
            writer.Int(record.LastNumber);
            writer.Flag(record.LastEnded is not null);
            if (record.LastEnded is { } ended)
            {
                writer.Raw(ended.Run.Value);
                Time(ref writer, state, ended.At);
                writer.Byte((byte)ended.Reason);
                writer.UInt((ulong)ended.Version);
            }
            writer.Flag(record.Going is not null);
            if (record.Going is not { } run) continue;
            WriteRun(state, run, plan.Of(record.Sop, run), ref writer);
        }
    }

    private static void ReadSops(CustomerState state, Plan plan, byte format, ref StateReader reader)
    {
        state.Sops = new SopRecord[reader.UInt()];
        for (var i = 0; i < state.Sops.Length; i++)
        {
            var record = state.Sops[i] = new SopRecord
            {
                Sop = (int)reader.UInt(),
                LastEntry = Time(ref reader, state),
                LastNumber = (int)reader.Int(),
            };
            if (reader.Flag())
                record.LastEnded = new EndedRun(
                    new RunId(reader.Raw()), Time(ref reader, state), (EndReason)reader.Byte(), VersionOf(plan.Sops[record.Sop], format, ref reader));
            if (!reader.Flag()) continue;
            record.Going = ReadRun(state, plan, record.Sop, format, ref reader);
        }
    }

    private static void WriteRun(CustomerState state, Run run, SopPlan sop, ref StateWriter writer)
    {
        writer.Raw(run.Id.Value);
        writer.UInt((ulong)run.Version);
        Time(ref writer, state, run.StartedAt);
        Time(ref writer, state, run.AnchorAt);
        Why(ref writer, run.Cause);
        writer.Int(run.ArrivalsAtEntry);
        writer.Int(run.CauseArrival);
        writer.Byte((byte)Flags(run));
        if (run.WaitingSince is { } since) Time(ref writer, state, since);
        if (run.DeferredUntil is { } until) Time(ref writer, state, until);
        Time(ref writer, state, run.WindowEnds);
        writer.Int(run.NextStep);
        Time(ref writer, state, run.ReachedAt);
        Time(ref writer, state, run.DueAt);
        Time(ref writer, state, run.AskAt);
        if (run.Behind.Length > 0)
        {
            writer.UInt((ulong)run.Behind.Length);
            foreach (var step in run.Behind) writer.Text(step);
        }
        if (run.Events is { } events) sop.RunEvents.Write(events, ref writer);
    }

    private static int VersionOf(SopPlan sop, byte format, ref StateReader reader) => format == 1 ? sop.Version : (int)reader.UInt();

    private static Run ReadRun(CustomerState state, Plan plan, int sop, byte format, ref StateReader reader)
    {
        var (id, version) = (new RunId(reader.Raw()), VersionOf(plan.Sops[sop], format, ref reader));
        var (startedAt, anchorAt, cause) = (Time(ref reader, state), Time(ref reader, state), Why(ref reader));
        var (arrivals, causeArrival, flags) = (reader.Int(), reader.Int(), (RunFlags)reader.Byte());
        var run = new Run
        {
            Id = id,
            Version = version,
            StartedAt = startedAt,
            AnchorAt = anchorAt,
            Cause = cause,
            ArrivalsAtEntry = arrivals,
            CauseArrival = causeArrival,
            Stays = flags.HasFlag(RunFlags.Stays),
            HeldOut = flags.HasFlag(RunFlags.HeldOut),
            WaitMet = flags.HasFlag(RunFlags.WaitMet),
            Ask = flags.HasFlag(RunFlags.Ask),
            WaitingSince = flags.HasFlag(RunFlags.Waiting) ? Time(ref reader, state) : null,
            DeferredUntil = flags.HasFlag(RunFlags.Deferred) ? Time(ref reader, state) : null,
            WindowEnds = Time(ref reader, state),
            NextStep = (int)reader.Int(),
            ReachedAt = Time(ref reader, state),
            DueAt = Time(ref reader, state),
            AskAt = Time(ref reader, state),
        };
        if (flags.HasFlag(RunFlags.Behind))
        {
            run.Behind = new string[reader.UInt()];
            for (var i = 0; i < run.Behind.Length; i++) run.Behind[i] = reader.Text();
        }
        if (flags.HasFlag(RunFlags.Counts)) run.Events = plan.Of(sop, run).RunEvents.Read(ref reader);
        return run;
    }

    private static RunFlags Flags(Run run) =>
        (run.Stays ? RunFlags.Stays : 0) | (run.HeldOut ? RunFlags.HeldOut : 0) | (run.WaitMet ? RunFlags.WaitMet : 0)
        | (run.Ask ? RunFlags.Ask : 0) | (run.WaitingSince is null ? 0 : RunFlags.Waiting) | (run.Events is null ? 0 : RunFlags.Counts)
        | (run.DeferredUntil is null ? 0 : RunFlags.Deferred) | (run.Behind.Length == 0 ? 0 : RunFlags.Behind);

    [Flags]
    private enum RunFlags : byte { Stays = 1, HeldOut = 2, WaitMet = 4, Ask = 8, Waiting = 16, Counts = 32, Deferred = 64, Behind = 128 }

    // Nearly all times lie within weeks of the state's own: as a difference they take four bytes or five instead of seven.
    private static void Time(ref StateWriter writer, CustomerState state, Instant at)
    {
        if (at == Instant.Max) writer.UInt(0);
        else if (at == Instant.Min) writer.UInt(1);
        else
        {
            var difference = at.UnixMs - (state.Now == Instant.Min ? 0 : state.Now.UnixMs);
            writer.UInt(((ulong)(difference << 1) ^ (ulong)(difference >> 63)) + 2);
        }
    }

    private static Instant Time(ref StateReader reader, CustomerState state)
    {
        var code = reader.UInt();
        if (code == 0) return Instant.Max;
        if (code == 1) return Instant.Min;
        code -= 2;
        var difference = (long)(code >> 1) ^ -(long)(code & 1);
        return new Instant(difference + (state.Now == Instant.Min ? 0 : state.Now.UnixMs));
    }

    private static void Why(ref StateWriter writer, Cause cause)
    {
        writer.Byte((byte)cause.Kind);
        if (cause.Kind == CauseKind.Event) writer.Text(cause.EventId!);
    }

    private static Cause Why(ref StateReader reader)
    {
        var kind = (CauseKind)reader.Byte();
        return new Cause(kind, kind == CauseKind.Event ? reader.Text() : null);
    }

    private static void Hand(ref StateWriter writer, HandTime? time)
    {
        writer.Flag(time is not null);
        if (time is not { } hand) return;
        writer.Moment(hand.At);
        writer.Int(hand.Order);
    }

    private static HandTime? Hand(ref StateReader reader) => reader.Flag() ? new HandTime(reader.Moment(), reader.Int()) : null;
}
