-- The memory model fitted to the learner: derived from the ratings of the log.

CREATE TABLE memory (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    day        TEXT NOT NULL,                    -- the learner's day on which it was fitted
    parameters TEXT                              -- numbers, apart by spaces; nothing where the published ones stay
) STRICT;
