-- Rows are chained by checksums, and say more: hints, confidence, cramming, marks, papers. What is derived from the log
-- grows by last scores, days and marks. The rows of `log_1` are carried over by the program, which chains them.

DROP TRIGGER log_is_never_changed;
DROP TRIGGER log_is_never_deleted;
DROP INDEX log_of_id;
DROP TABLE cards;
ALTER TABLE log RENAME TO log_1;

CREATE TABLE log (
    seq        INTEGER PRIMARY KEY CHECK (seq > 0),
    at         TEXT NOT NULL,                    -- RFC 3339 with milliseconds and offset
    type       TEXT NOT NULL CHECK (type IN ('answer', 'undo', 'mark', 'paper')),
    of         TEXT CHECK (of IN ('question', 'exercise', 'card')),
    id         TEXT,                             -- of what was answered or marked
    code       TEXT,                             -- the variant, of drawn numbers; the paper, of one
    given      TEXT,
    rating     INTEGER CHECK (rating BETWEEN 1 AND 4),
    score      REAL,
    points     REAL CHECK (points > 0),          -- that could be reached; 1 where nothing stands
    mistake    TEXT,
    ms         INTEGER CHECK (ms >= 0),
    hash       TEXT,                             -- of the content that was answered
    hints      INTEGER CHECK (hints > 0),        -- that were taken before answering
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    cram       INTEGER CHECK (cram = 1),         -- rated without moving the memory state
    paper      TEXT,                             -- on which it was answered: it counts when that is handed in
    undoes     INTEGER REFERENCES log (seq),
    mark       TEXT CHECK (mark IN ('suspended', 'buried', 'flagged')),
    is_on      INTEGER CHECK (is_on IN (0, 1)),
    event      TEXT CHECK (event IN ('begun', 'paused', 'resumed', 'handed-in')),
    plan       TEXT,                             -- what the code of a paper does not say
    sum        INTEGER NOT NULL,                 -- checksum of this row and of the sum before it
    CHECK ((type = 'undo') = (undoes IS NOT NULL)),
    CHECK ((type = 'answer') = (of IS NOT NULL AND ms IS NOT NULL AND hash IS NOT NULL)),
    CHECK ((type IN ('answer', 'mark')) = (id IS NOT NULL)),
    CHECK ((of IS 'card') = (rating IS NOT NULL)),
    CHECK ((of IS 'question' OR of IS 'exercise') = (given IS NOT NULL AND score IS NOT NULL)),
    CHECK ((type = 'mark') = (mark IS NOT NULL AND is_on IS NOT NULL)),
    CHECK ((type = 'paper') = (event IS NOT NULL)),
    CHECK (type <> 'paper' OR code IS NOT NULL)
) STRICT;

CREATE INDEX log_of_id ON log (of, id) WHERE of IS NOT NULL;
CREATE UNIQUE INDEX log_of_undone ON log (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX log_of_paper ON log (code) WHERE type = 'paper';
CREATE INDEX log_on_paper ON log (paper) WHERE paper IS NOT NULL;

CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- From here on everything is derived from the log and can be rebuilt.

CREATE TABLE cards (
    id         TEXT PRIMARY KEY,
    stability  REAL NOT NULL,                    -- a 32-bit number
    difficulty REAL NOT NULL,                    -- a 32-bit number
    day        TEXT NOT NULL,                    -- the learner's day of the last review
    met        TEXT NOT NULL,                    -- and of the first
    reviews    INTEGER NOT NULL CHECK (reviews > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_met ON cards (met);

-- The last answer that counts to each question.
CREATE TABLE scores (
    id    TEXT PRIMARY KEY,
    seq   INTEGER NOT NULL,
    score REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- The answers that count, by the learner's day.
CREATE TABLE days (
    day     TEXT NOT NULL,
    of      TEXT NOT NULL,
    answers INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    ms      INTEGER NOT NULL,
    PRIMARY KEY (day, of)
) STRICT, WITHOUT ROWID;

-- The marks that are on.
CREATE TABLE marks (
    id   TEXT NOT NULL,
    mark TEXT NOT NULL,
    day  TEXT NOT NULL,                          -- the learner's day on which it was set
    PRIMARY KEY (id, mark)
) STRICT, WITHOUT ROWID;

-- Whether a program has the record open to write, how often one opened it, and a number that every copy draws anew: a
-- write-ahead log that does not belong to the database, or is missing, shows by them.
CREATE TABLE life (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    open  INTEGER NOT NULL CHECK (open IN (0, 1)),
    opens INTEGER NOT NULL,
    line  INTEGER NOT NULL
) STRICT;

INSERT INTO life VALUES (1, 0, 0, random());
