-- How often the record was changed, and no longer how often it was opened: with every change the row of its life is
-- written, so that each write-ahead log has it, and tells over which state of the database it lies.

ALTER TABLE life RENAME COLUMN opens TO changes;
