-- People and senders name an act that is no message (a task, say) by its id alone. Messages, nearly all of the deliveries, are spared the entry:
-- it would lie on a random key.
CREATE INDEX deliveries_act ON deliveries (workspace, id) WHERE kind <> 'message';
