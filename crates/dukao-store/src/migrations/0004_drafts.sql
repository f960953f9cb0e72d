CREATE TABLE draft (
    id TEXT NOT NULL,
    part INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (id, part)
);
CREATE INDEX draft_created ON draft (created_at);
