-- The learner's record. The log is the truth and only grows; the cards are derived from it.

CREATE TABLE log (
    seq     INTEGER PRIMARY KEY CHECK (seq > 0),
    at      TEXT NOT NULL,                    -- RFC 3339 with milliseconds and offset
    type    TEXT NOT NULL CHECK (type IN ('answer', 'undo')),
    of      TEXT CHECK (of IN ('question', 'exercise', 'card')),
    id      TEXT,
    code    TEXT,                             -- the variant, of drawn numbers
    given   TEXT,
    rating  INTEGER CHECK (rating BETWEEN 1 AND 4),
    score   REAL,
    mistake TEXT,
    ms      INTEGER CHECK (ms >= 0),
    hash    TEXT,                             -- of the content that was answered
    undoes  INTEGER UNIQUE REFERENCES log (seq),
    CHECK ((type = 'undo') = (undoes IS NOT NULL)),
    CHECK ((type = 'answer') = (of IS NOT NULL AND id IS NOT NULL AND ms IS NOT NULL AND hash IS NOT NULL)),
    CHECK ((of IS 'card') = (rating IS NOT NULL)),
    CHECK ((of IS 'question' OR of IS 'exercise') = (given IS NOT NULL AND score IS NOT NULL))
) STRICT;

CREATE INDEX log_of_id ON log (of, id);

CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TABLE cards (
    id         TEXT PRIMARY KEY,
    stability  REAL NOT NULL,                 -- a 32-bit number
    difficulty REAL NOT NULL,                 -- a 32-bit number
    day        TEXT NOT NULL,                 -- the learner's day of the last review
    reviews    INTEGER NOT NULL CHECK (reviews > 0)
) STRICT, WITHOUT ROWID;
