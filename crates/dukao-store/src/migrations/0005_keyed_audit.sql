ALTER TABLE region_head ADD COLUMN key_id BYTEA;
ALTER TABLE audit ADD COLUMN key_id BYTEA;
ALTER TABLE audit ADD COLUMN rows_digest BYTEA;
ALTER TABLE word ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

CREATE TABLE trail_head (
    region INTEGER NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    chain_head BYTEA NOT NULL,
    key_id BYTEA
);

CREATE TABLE trail (
    region INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    session TEXT,
    act TEXT NOT NULL,
    subject TEXT,
    detail TEXT NOT NULL,
    key_id BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (region, seq)
){clustered};
CREATE INDEX trail_at ON trail (region, at);
CREATE INDEX trail_subject ON trail (region, subject, seq);

CREATE TABLE session (
    digest BYTEA NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    manner TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    address TEXT,
    agent TEXT
);
CREATE UNIQUE INDEX session_id ON session (id);
CREATE INDEX session_account ON session (account, created_at);

CREATE TABLE attempt (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    since BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
