-- Subscriptions at WebSub hubs. One that is to end outlives its feed until the hub has been told.

CREATE TABLE websub (
    token        TEXT PRIMARY KEY,
    feed_id      TEXT NOT NULL,
    hub          TEXT NOT NULL,
    topic        TEXT NOT NULL,
    secret       TEXT NOT NULL,
    state        INTEGER NOT NULL,
    expires      BIGINT,
    next_request BIGINT NOT NULL,
    attempts     INTEGER NOT NULL
) {clustered};

CREATE INDEX websub_by_feed ON websub (feed_id);
CREATE INDEX websub_due ON websub (next_request);
