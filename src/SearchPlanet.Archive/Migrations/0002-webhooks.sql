-- Standing queries, and what of them is to be posted or has been. A delivery stays for as long as its webhook: it is how a post that
-- changes is known to have been posted already.

CREATE TABLE webhooks (
    id            TEXT PRIMARY KEY,
    owner         TEXT NOT NULL,
    url           TEXT NOT NULL,
    query         TEXT NOT NULL,
    secret        TEXT NOT NULL,
    created       BIGINT NOT NULL,
    state         INTEGER NOT NULL,
    sequence      BIGINT NOT NULL,
    failures      INTEGER NOT NULL,
    last_delivery BIGINT,
    last_error    TEXT
);

CREATE TABLE webhook_deliveries (
    id           TEXT PRIMARY KEY,
    webhook_id   TEXT NOT NULL REFERENCES webhooks (id),
    post_id      TEXT NOT NULL,
    sequence     BIGINT NOT NULL,
    state        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    next_attempt BIGINT NOT NULL,
    leased_until BIGINT,
    changed      BIGINT NOT NULL,
    last_error   TEXT
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (state, next_attempt);
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook_id, state);
