CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('region', 0);

CREATE TABLE region (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE region_head (
    region INTEGER NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    chain_head BYTEA NOT NULL
);

CREATE TABLE audit (
    region INTEGER NOT NULL,
    version BIGINT NOT NULL,
    seq SMALLINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT,
    detail TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (region, version, seq)
){clustered};
CREATE INDEX audit_at ON audit (region, at);
