-- The histories that the archive has had, in order. Another begins when a standby takes over or a backup is restored: changes after
-- "since" that were read before it began need not be there any more.

CREATE TABLE archive_histories (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    since  BIGINT NOT NULL
);
