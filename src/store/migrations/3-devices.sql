-- Rows of other records: which row it is of which. A record has a name of its own once it was synced; one that was copied
-- and written in two places takes another name for what comes after.

ALTER TABLE log ADD COLUMN device TEXT;                                              -- the record that wrote it, of another's row
ALTER TABLE log ADD COLUMN origin INTEGER CHECK ((device IS NULL) = (origin IS NULL)); -- its place there

CREATE UNIQUE INDEX log_of_origin ON log (device, origin) WHERE device IS NOT NULL;
CREATE INDEX log_of_mark ON log (id) WHERE type = 'mark';

CREATE TABLE devices (
    since INTEGER PRIMARY KEY,                   -- the first place of the log that it wrote under this name
    id    TEXT NOT NULL UNIQUE
) STRICT;
