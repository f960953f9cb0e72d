CREATE TABLE source_file (
    region INTEGER NOT NULL,
    id INTEGER NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    sm3 BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX source_file_sm3 ON source_file (region, sm3);

CREATE TABLE sheet (
    region INTEGER NOT NULL,
    id INTEGER NOT NULL,
    version BIGINT NOT NULL,
    file INTEGER NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (region, id)
){clustered};

CREATE TABLE entry (
    region INTEGER NOT NULL,
    version BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    key TEXT NOT NULL,
    body_schema INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (region, version, seq)
){clustered};
