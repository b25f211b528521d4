-- Who is asking a site for something right now, and when somebody last did: what keeps several processes polite together.

CREATE TABLE domains (
    domain     TEXT PRIMARY KEY,
    holder     TEXT NOT NULL,
    held_until BIGINT NOT NULL,
    last_end   BIGINT NOT NULL
) {clustered};
