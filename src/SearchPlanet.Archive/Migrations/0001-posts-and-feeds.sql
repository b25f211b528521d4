-- One text for both databases. {clustered}: WITHOUT ROWID on SQLite, nothing on PostgreSQL.
-- SQLite takes any type name; BYTEA keeps blobs as they are there. Times are Unix milliseconds in UTC, flags 0 and 1.

CREATE TABLE archive_state (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL
);

INSERT INTO archive_state (id, sequence) VALUES (1, 0);

CREATE TABLE posts (
    id              TEXT PRIMARY KEY,
    sequence        BIGINT NOT NULL,
    removed         INTEGER NOT NULL,
    url             TEXT,
    title           TEXT NOT NULL,
    authors         TEXT NOT NULL,
    tags            TEXT NOT NULL,
    published       BIGINT,
    updated         BIGINT,
    first_seen      BIGINT NOT NULL,
    date_confidence INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    language        TEXT,
    is_excerpt      INTEGER NOT NULL,
    earlier_version TEXT,
    part_of         TEXT,
    simhash         BIGINT NOT NULL,
    words           INTEGER NOT NULL,
    body_source     BIGINT NOT NULL,
    body_kind       INTEGER NOT NULL,
    body_bytes      INTEGER NOT NULL,
    body            BYTEA NOT NULL
);

CREATE UNIQUE INDEX posts_by_sequence ON posts (sequence);

CREATE TABLE post_sources (
    post_id     TEXT NOT NULL REFERENCES posts (id),
    position    INTEGER NOT NULL,
    source_key  BIGINT NOT NULL,
    source_id   TEXT NOT NULL,
    title       TEXT NOT NULL,
    planet      TEXT,
    guid        TEXT,
    url         TEXT,
    feed_url    TEXT,
    fingerprint BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    PRIMARY KEY (post_id, source_key)
) {clustered};

-- What names exactly one post: links and guids.
CREATE TABLE post_keys (
    key     BIGINT PRIMARY KEY,
    post_id TEXT NOT NULL REFERENCES posts (id)
) {clustered};

-- What may name several: titles and runs of words.
CREATE TABLE post_likeness (
    key     BIGINT NOT NULL,
    post_id TEXT NOT NULL REFERENCES posts (id),
    PRIMARY KEY (key, post_id)
) {clustered};

CREATE TABLE feeds (
    id           TEXT PRIMARY KEY,
    url_key      TEXT NOT NULL UNIQUE,
    state        INTEGER NOT NULL,
    next_check   BIGINT NOT NULL,
    leased_until BIGINT,
    record       TEXT NOT NULL
);

CREATE INDEX feeds_due ON feeds (state, next_check);

-- What became of each entry of a feed, for those who ask where theirs is.
CREATE TABLE entry_decisions (
    feed_id   TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    url_key   BIGINT,
    url       TEXT,
    title     TEXT NOT NULL,
    verdict   INTEGER NOT NULL,
    reason    TEXT,
    post_id   TEXT,
    at        BIGINT NOT NULL,
    PRIMARY KEY (feed_id, entry_key)
) {clustered};

CREATE INDEX entry_decisions_by_url ON entry_decisions (url_key);
CREATE INDEX entry_decisions_by_key ON entry_decisions (entry_key);
CREATE INDEX entry_decisions_by_age ON entry_decisions (at);

CREATE TABLE audit_log (
    id      TEXT PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT
);

CREATE INDEX audit_log_by_time ON audit_log (at);
