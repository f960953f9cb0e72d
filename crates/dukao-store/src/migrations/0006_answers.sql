CREATE TABLE answer (
    caller TEXT NOT NULL,
    request TEXT NOT NULL,
    digest BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    body BYTEA,
    PRIMARY KEY (caller, request)
);
CREATE INDEX answer_asked ON answer (asked_at);
