-- How the learner stands is kept beside the log, so that nothing that tells it reads the whole log: how each question and
-- each kind of exercise stands, how long answers took, which cards were still known after how many days, how right answers
-- were that were given with a confidence. All of it is derived and can be rebuilt.

DROP TABLE scores;

-- The answers that count to each question and each kind of exercise, in the order of their times.
CREATE TABLE items (
    of      TEXT NOT NULL,
    id      TEXT NOT NULL,
    answers INTEGER NOT NULL CHECK (answers > 0),
    correct INTEGER NOT NULL,                    -- of them, with all points
    share   INTEGER NOT NULL,                    -- of the points, summed up, in millionths
    ms      INTEGER NOT NULL,
    seq     INTEGER NOT NULL,                    -- the last answer
    score   REAL NOT NULL,                       -- its points
    right   INTEGER NOT NULL CHECK (right IN (0, 1)), -- whether they are all points
    day     TEXT NOT NULL,                       -- the learner's day of it
    level   REAL NOT NULL,                       -- the share of the points, mostly that of the last answers
    PRIMARY KEY (of, id)
) STRICT, WITHOUT ROWID;

-- Ratings that count and were given while cramming, by card.
CREATE TABLE crammed (
    id      TEXT PRIMARY KEY,
    answers INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How long answers took, those that tell.
CREATE TABLE paces (
    sort    TEXT PRIMARY KEY,                    -- a card that is new, one again, a question
    answers INTEGER NOT NULL,
    ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ratings of cards that were rated before on an earlier day, by how many days before.
CREATE TABLE intervals (
    days    INTEGER PRIMARY KEY,
    answers INTEGER NOT NULL,
    known   INTEGER NOT NULL
) STRICT;

-- Answers that were given with a confidence, by that in tenths.
CREATE TABLE confidences (
    tenths  INTEGER PRIMARY KEY,
    answers INTEGER NOT NULL,
    share   INTEGER NOT NULL                     -- of the points, summed up, in millionths
) STRICT;

-- Of all answers to an item, those that show a mistake.
CREATE INDEX log_of_mistake ON log (of, id) WHERE mistake IS NOT NULL;
