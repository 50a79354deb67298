using System.Text.Json.Serialization;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Existing;

/// <summary>
/// Existing customers on their way into an SOP, one after another. Written together with the events by which they enter, so that a restart goes on right
/// behind the last of them.
/// </summary>
/// <param name="Number">The SOP's first is 1.</param>
/// <param name="Reason">Why it ended before everybody had a turn; null otherwise.</param>
/// <param name="StartedAtMs">Unix ms, business time, as all instants here.</param>
/// <param name="PaceCustomers">So many in each <paramref name="PaceMs"/>; 0 for all at once.</param>
/// <param name="Total">How many stand on the list.</param>
/// <param name="Offered">How many of them have had their turn.</param>
/// <param name="CountedFromMs">Turn n of those since then is due n spaces after this instant.</param>
/// <param name="CountedFrom">How many had had their turn at that instant.</param>
internal sealed record LettingIn(
    string Sop, int Number, LettingState State, string? Reason, long StartedAtMs, long? EndedAtMs, int PaceCustomers, long PaceMs, int Total, int Offered, long CountedFromMs,
    int CountedFrom)
{
    // A server that was away, or slow, must not let in at once all whom it would have let in meanwhile: the pace is what advisors can bear.
    private const long CatchUpMs = 60_000;

    [JsonIgnore]
    public Pace? Pace => PaceCustomers == 0 ? null : new Pace(PaceCustomers, new Duration(PaceMs));

    /// <summary>How many turns are due by <paramref name="nowMs"/>, and the record that counts from where they leave off.</summary>
    public (int Due, LettingIn Record) DueBy(long nowMs)
    {
        var left = Total - Offered;
        if (PaceCustomers == 0) return (left, this);
        var due = nowMs < NextAtMs ? 0 : TurnsIn(nowMs - CountedFromMs) + 1 - (Offered - CountedFrom);
        var most = Math.Max(1, TurnsIn(CatchUpMs));
        if (due <= most) return ((int)Math.Min(left, due), this);
        return ((int)Math.Min(left, most), this with { CountedFrom = Offered, CountedFromMs = nowMs - SpanOf(most - 1) });
    }

    /// <summary>When the next turn is due.</summary>
    [JsonIgnore]
    public long NextAtMs => CountedFromMs + SpanOf(Offered - CountedFrom);

    /// <summary>How long so many turns take.</summary>
    public long SpanOf(long turns) => PaceCustomers == 0 ? 0 : (long)decimal.Ceiling((decimal)turns * PaceMs / PaceCustomers);

    private long TurnsIn(long ms) => (long)decimal.Floor((decimal)ms * PaceCustomers / PaceMs);
}

/// <summary>Stored as numbers: new ones come last.</summary>
internal enum LettingState : byte { Running, Done, Stopped, Ended }

[JsonSerializable(typeof(LettingIn))]
internal sealed partial class LettingInJson : JsonSerializerContext;
