namespace Shiyu.Runtime.Publishing;

/// <summary>A publication that counts what nobody has counted, and so has to read the history before it goes live.</summary>
/// <param name="State"><c>preparing</c>, <c>going_live</c>, <c>live</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Rows">Rows of the log that have been read.</param>
/// <param name="RowsInAll">How many there are; more come while it goes on.</param>
/// <param name="StartedAt">Business time; after a restart, when it was begun anew.</param>
/// <param name="By">What published it.</param>
/// <param name="BegunAnew">The server was restarted meanwhile: the history is read from the beginning again.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Changes">One line per definition added, changed, removed or unchanged.</param>
public sealed record PublicationView(
    string State, long Rows, long RowsInAll, string StartedAt, string By, string? Note, bool BegunAnew, string? Reason, IReadOnlyList<DefinitionChange> Changes);
