-- name: begin
BEGIN IMMEDIATE

-- name: commit
COMMIT

-- name: rollback
ROLLBACK

-- name: last_position
SELECT coalesce(max(position), 0) FROM log

-- name: append_row
INSERT INTO log (position, shard, workspace, customer, previous, occurred_at_ms, decided_at_ms, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: row
SELECT position, shard, workspace, customer, previous, occurred_at_ms, decided_at_ms, body FROM log WHERE position = ?1

-- name: rows
-- One page; positions are dense, so that a page never needs a limit of its own.
SELECT position, shard, workspace, customer, previous, occurred_at_ms, decided_at_ms, body
FROM log WHERE position > ?1 AND position <= ?2 ORDER BY position

-- name: put_identity
-- PostgreSQL twin: ON CONFLICT (workspace, kind, value) DO UPDATE SET customer = excluded.customer
INSERT INTO identities (workspace, kind, value, customer) VALUES (?1, ?2, ?3, ?4)

-- name: identities
-- With max() SQLite gives the other columns of that same row.
SELECT kind, value, customer, max(given) FROM identities WHERE workspace = ?1 GROUP BY kind, value

-- name: put_state
INSERT INTO states (shard, workspace, customer, folded_through, body) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (shard, workspace, customer) DO UPDATE SET folded_through = excluded.folded_through, body = excluded.body

-- name: state
SELECT folded_through, body FROM states WHERE shard = ?1 AND workspace = ?2 AND customer = ?3

-- name: states
-- All shards of one workspace in key order, as they lie: read once when a server starts. (Without the plus, SQLite takes the workspace out
-- of the order, no longer sees that the key has it, and sorts.)
SELECT shard, customer, folded_through, body FROM states WHERE +workspace = ?1 ORDER BY shard, workspace, customer

-- name: put_counter
INSERT INTO counters (workspace, name, value) VALUES (?1, ?2, ?3)
ON CONFLICT (workspace, name) DO UPDATE SET value = counters.value + excluded.value

-- name: counters
SELECT name, value FROM counters WHERE workspace = ?1 ORDER BY name

-- name: put_document
INSERT INTO documents (workspace, collection, key, value) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, collection, key) DO UPDATE SET value = excluded.value

-- name: delete_document
DELETE FROM documents WHERE workspace = ?1 AND collection = ?2 AND key = ?3

-- name: document
SELECT value FROM documents WHERE workspace = ?1 AND collection = ?2 AND key = ?3

-- name: documents
SELECT key, value FROM documents WHERE workspace = ?1 AND collection = ?2 AND key > ?3 ORDER BY key LIMIT ?4

-- name: put_cursor
INSERT INTO cursors (workspace, position, clock_ms, checkpoint_position) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace) DO UPDATE
SET position = excluded.position, clock_ms = excluded.clock_ms, checkpoint_position = excluded.checkpoint_position

-- name: cursor
SELECT position, clock_ms, checkpoint_position FROM cursors WHERE workspace = ?1

-- name: add_delivery
-- A refold plans the same act again under the same id: it is already there, with its fate. Another act under a known sequence is an error.
INSERT INTO deliveries (shard, workspace, sequence, id, customer, sop, run, step, kind, touchpoint, content, state, reason, member, task,
    planned_at_ms, due_at_ms, expires_at_ms, updated_at_ms, planned_position, decision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (workspace, customer, id) DO NOTHING

-- name: change_delivery
-- What usually changes. Naming fewer columns leaves most indexes alone; it matches nothing when another column differs, too.
UPDATE deliveries SET state = ?12, reason = ?13, member = ?14, task = ?15, due_at_ms = ?17, expires_at_ms = ?18, updated_at_ms = ?19,
    decision = ?21
WHERE shard = ?1 AND workspace = ?2 AND sequence = ?3 AND id = ?4 AND customer = ?5 AND sop = ?6 AND run = ?7 AND step = ?8 AND kind = ?9
  AND touchpoint = ?10 AND content = ?11 AND planned_at_ms = ?16 AND planned_position = ?20

-- name: replace_delivery
UPDATE deliveries SET shard = ?1, id = ?4, customer = ?5, sop = ?6, run = ?7, step = ?8, kind = ?9, touchpoint = ?10, content = ?11,
    state = ?12, reason = ?13, member = ?14, task = ?15, planned_at_ms = ?16, due_at_ms = ?17, expires_at_ms = ?18, updated_at_ms = ?19,
    planned_position = ?20, decision = ?21
WHERE workspace = ?2 AND sequence = ?3

-- name: last_delivery
SELECT coalesce(max(sequence), 0) FROM deliveries WHERE workspace = ?1

-- name: deliveries
-- The reader puts its filters, one index, and the order behind it (see DeliveryStatement). PostgreSQL twin: without INDEXED BY.
SELECT shard, workspace, sequence, id, customer, sop, run, step, kind, touchpoint, content, state, reason, member, task,
    planned_at_ms, due_at_ms, expires_at_ms, updated_at_ms, planned_position, decision
FROM deliveries
