CREATE TABLE word (
    region INTEGER NOT NULL,
    id INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (region, id)
){clustered};
CREATE UNIQUE INDEX word_text ON word (region, text);

CREATE TABLE observation_year (
    region INTEGER NOT NULL,
    year INTEGER NOT NULL,
    version BIGINT NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (region, year, version)
){clustered};

CREATE TABLE observation (
    region INTEGER NOT NULL,
    year INTEGER NOT NULL,
    version BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    indicator INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    period INTEGER NOT NULL,
    measure INTEGER NOT NULL,
    state SMALLINT NOT NULL,
    mantissa BIGINT,
    scale SMALLINT NOT NULL,
    unit_of_measure INTEGER,
    span SMALLINT NOT NULL,
    firmness SMALLINT NOT NULL,
    standing SMALLINT NOT NULL,
    origin SMALLINT NOT NULL,
    sheet INTEGER,
    sheet_row INTEGER,
    sheet_column INTEGER,
    note INTEGER,
    PRIMARY KEY (region, year, version, seq)
){clustered};
