using System.Text;

namespace Shiyu.Store.Sqlite;

/// <summary>
/// The statement of one set of filters: the index that a filter leads, read from the newest on, so that a page costs what it shows and what
/// the other filters pass over. Which filter leads is decided here and not by guesses of the query planner, which knows no counts.
/// </summary>
internal static class DeliveryStatement
{
    /// <summary>One that is no message, by its id: ?1 workspace, ?2 id.</summary>
    public static readonly string Act = Statements.Named("deliveries") + "\nINDEXED BY deliveries_act\nWHERE workspace = ?1 AND id = ?2 AND kind <> 'message'";

    /// <summary>?1 workspace, ?2 before or after, ?3 limit, ?4 state, ?5 customer, ?6 sop, ?7 kind, ?8 touchpoint, ?9 task.</summary>
    public static string For(DeliveryQuery query)
    {
        var sql = new StringBuilder(Statements.Named("deliveries"));
        sql.Append(IndexFor(query) is { } index ? $"\nINDEXED BY {index}" : "").Append("\nWHERE workspace = ?1 AND sequence ")
            .Append(query.After is null ? "< ?2" : "> ?2");
        if (query.State is not null)
            sql.Append(" AND state = ?4");
        if (query.Customer is not null)
            sql.Append(" AND customer = ?5");
        if (query.Sop is not null)
            sql.Append(" AND sop = ?6");
        if (query.Kind is not null)
            sql.Append(" AND kind = ?7").Append(query.Kind == "message" ? "" : " AND kind <> 'message'");
        if (query.Touchpoint is not null)
            sql.Append(" AND touchpoint = ?8").Append(query.Touchpoint == "direct" ? "" : " AND touchpoint <> 'direct'");
        if (query.Task is not null)
            sql.Append(" AND task = ?9");
        return sql.Append("\nORDER BY sequence ").Append(query.After is null ? "DESC" : "ASC").Append(" LIMIT ?3").ToString();
    }

    private static string? IndexFor(DeliveryQuery query) => query switch
    {
        { Task: not null } => "deliveries_task",
        { Customer: not null } => "deliveries_customer",
        // Few are in these states at a time, however many an SOP has sent.
        { State: DeliveryState.Planned or DeliveryState.Queued or DeliveryState.Uncertain or DeliveryState.Failed } => "deliveries_state",
        { Sop: not null } => "deliveries_sop",
        { Kind: not null and not "message" } => "deliveries_kind",
        { Touchpoint: not null and not "direct" } => "deliveries_touchpoint",
        { State: not null } => "deliveries_state",
        _ => null,
    };
}
