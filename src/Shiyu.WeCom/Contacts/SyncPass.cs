namespace Shiyu.WeCom.Contacts;

/// <summary>One pass over everything that WeCom has, as it is written down after every page, so that the next start goes on where this one ended.</summary>
/// <param name="Number">Counts passes; ids of what a pass finds hold it.</param>
/// <param name="Kind"><c>initial</c>, <c>daily</c> or <c>manual</c>.</param>
/// <param name="Phase"><c>members</c>, <c>tags</c>, <c>contacts</c>, <c>groups</c> or <c>done</c>.</param>
/// <param name="Members">Whose customers are read, in order.</param>
/// <param name="MembersDone">How many of them are read to the end.</param>
/// <param name="Cursor">Where the reading of the next members stands; empty at its beginning.</param>
/// <param name="Whole">Whether these members' customers have been read from the beginning without a restart: only then is who is missing known.</param>
/// <param name="StartedAtMs">Wall time, as the others.</param>
/// <param name="Error">Why it does not go on; null while it does.</param>
internal sealed record SyncPass(long Number, string Kind, long StartedAtMs)
{
    public const string Initial = "initial";
    public const string Daily = "daily";
    public const string Manual = "manual";

    public string Phase { get; init; } = "members";
    public IReadOnlyList<string> Members { get; init; } = [];
    public int MembersDone { get; init; }
    public string Cursor { get; init; } = "";
    public bool Whole { get; init; } = true;
    public long UpdatedAtMs { get; init; } = StartedAtMs;
    public long FinishedAtMs { get; init; }
    public SyncCounts Counts { get; init; } = new();
    public string? Error { get; init; }

    /// <summary>Why members stand without their names; null when all is well.</summary>
    public string? NamesError { get; init; }

    public bool IsDone => Phase == "done";

    /// <summary>The first pass of a corp brings in what was there before us: that is no drift.</summary>
    public bool FindsDrift => Kind != Initial;
}

/// <summary>What a pass has read and repaired.</summary>
/// <param name="Rows">(customer, member) pairs read.</param>
/// <param name="Added">Friendships that were not known.</param>
/// <param name="Ended">Friendships that WeCom no longer has.</param>
/// <param name="Remarks">Remarks and descriptions that differed.</param>
/// <param name="Tags">Tags that differed.</param>
/// <param name="Profiles">Names and union ids that differed.</param>
/// <param name="Groups">Customer groups read.</param>
public sealed record SyncCounts(int Rows = 0, int Added = 0, int Ended = 0, int Remarks = 0, int Tags = 0, int Profiles = 0, int Groups = 0)
{
    public static SyncCounts operator +(SyncCounts a, SyncCounts b) =>
        new(a.Rows + b.Rows, a.Added + b.Added, a.Ended + b.Ended, a.Remarks + b.Remarks, a.Tags + b.Tags, a.Profiles + b.Profiles, a.Groups + b.Groups);
}
