-- The same tables serve PostgreSQL and Citus: every table about a customer leads with (shard, workspace), nothing here computes a
-- value (no defaults, no triggers, no clock), and types are those that both understand; a twin differs only where a comment says so.

-- This database's random name: files beside it that say another one belong to another log.
CREATE TABLE origin (
    id blob NOT NULL
);

-- The facts. In SQLite the position is the rowid: a commit appends at the right edge, and there is no second index, because one
-- index on random keys makes the insert 13 times slower. A customer's history is read along "previous".
CREATE TABLE log (
    position integer PRIMARY KEY,    -- PostgreSQL twin: bigint, PRIMARY KEY (shard, position)
    shard smallint NOT NULL,
    workspace integer NOT NULL,
    customer bigint NOT NULL,
    previous bigint NOT NULL,
    occurred_at_ms bigint NOT NULL,
    decided_at_ms bigint NOT NULL,
    body blob NOT NULL               -- PostgreSQL twin: bytea
);

-- How a customer is found: held in memory, and read here once when a server starts. So they are only appended, the newest of a key counts,
-- and reading sorts (3 KB were written for each of 200,000 new identities while they lay under their key, now 100 bytes).
-- PostgreSQL twin: no "given", PRIMARY KEY (workspace, kind, value), distributed by the value.
CREATE TABLE identities (
    given integer PRIMARY KEY,
    workspace integer NOT NULL,
    kind smallint NOT NULL,
    value text NOT NULL,
    customer bigint NOT NULL
);

CREATE TABLE states (
    shard smallint NOT NULL,
    workspace integer NOT NULL,
    customer bigint NOT NULL,
    folded_through bigint NOT NULL,
    body blob NOT NULL,
    PRIMARY KEY (shard, workspace, customer)
) WITHOUT ROWID;

CREATE TABLE deliveries (
    shard smallint NOT NULL,
    workspace integer NOT NULL,
    sequence bigint NOT NULL,
    id blob NOT NULL,                -- 16 bytes, big-endian
    customer bigint NOT NULL,
    sop text NOT NULL,
    run blob NOT NULL,               -- 16 bytes, big-endian
    step text NOT NULL,
    kind text NOT NULL,
    touchpoint text NOT NULL,
    content text NOT NULL,
    state smallint NOT NULL,
    reason text,
    member text,
    task text,
    planned_at_ms bigint NOT NULL,
    due_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    updated_at_ms bigint NOT NULL,
    planned_position bigint NOT NULL,
    PRIMARY KEY (workspace, sequence)    -- PostgreSQL twin: (shard, workspace, sequence), and shard leads the indexes below
) WITHOUT ROWID;

-- One index on random keys instead of two: an id belongs to one customer's run, so that it is unique where the customer stands before it,
-- and a customer's deliveries are few enough to be put into order when they are listed.
CREATE UNIQUE INDEX deliveries_customer ON deliveries (workspace, customer, id);
CREATE INDEX deliveries_state ON deliveries (workspace, state, sequence);
CREATE INDEX deliveries_sop ON deliveries (workspace, sop, sequence);
CREATE INDEX deliveries_task ON deliveries (workspace, task, sequence) WHERE task IS NOT NULL;
-- Nearly every delivery is a direct message: a list of those is read by sequence, and only the rest is worth an entry.
CREATE INDEX deliveries_kind ON deliveries (workspace, kind, sequence) WHERE kind <> 'message';
CREATE INDEX deliveries_touchpoint ON deliveries (workspace, touchpoint, sequence) WHERE touchpoint <> 'direct';

CREATE TABLE counters (
    workspace integer NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (workspace, name)
) WITHOUT ROWID;

CREATE TABLE documents (
    workspace integer NOT NULL,
    collection text NOT NULL,
    key text NOT NULL,               -- PostgreSQL twin: COLLATE "C"
    value blob NOT NULL,
    PRIMARY KEY (workspace, collection, key)
) WITHOUT ROWID;

CREATE TABLE cursors (
    workspace integer PRIMARY KEY,
    position bigint NOT NULL,
    clock_ms bigint NOT NULL,
    checkpoint_position bigint NOT NULL
);
