-- A mark says with which numbers it was set, where they were drawn.

ALTER TABLE marks ADD COLUMN code TEXT;

-- Where each paper stands whose clock runs. It is no part of the log: where it is lost, the paper goes on behind its last
-- answer.
CREATE TABLE places (
    code TEXT PRIMARY KEY,
    at   TEXT NOT NULL                           -- the question, in the words of who wrote it
) STRICT, WITHOUT ROWID;
