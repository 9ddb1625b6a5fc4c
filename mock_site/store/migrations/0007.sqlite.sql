-- Seats can be drawn by lot once joining has closed: a registration with a lot and without a seat is an
-- application. The seed that lots are made with is there before the first of them.
CREATE TABLE registrations_7 (
    registration_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts,
    wave TEXT NOT NULL REFERENCES waves,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    seat INTEGER CHECK (seat >= 1),
    at_s REAL NOT NULL,
    lot TEXT,
    told_at_s REAL,
    CHECK (seat IS NOT NULL OR lot IS NOT NULL),
    UNIQUE (wave, person),
    UNIQUE (account_id, key),
    UNIQUE (wave, seat)
) STRICT;
INSERT INTO registrations_7 (registration_id, account_id, wave, person, key, payload, seat, at_s)
SELECT registration_id, account_id, wave, person, key, payload, seat, at_s FROM registrations;
DROP TABLE registrations;
ALTER TABLE registrations_7 RENAME TO registrations;
CREATE INDEX lot_in_order ON registrations (wave, lot) WHERE lot IS NOT NULL;
CREATE INDEX lot_to_tell ON registrations (wave, lot) WHERE lot IS NOT NULL AND told_at_s IS NULL;
CREATE TABLE draws (
    wave TEXT PRIMARY KEY REFERENCES waves,
    seed TEXT NOT NULL,
    applications INTEGER NOT NULL DEFAULT 0 CHECK (applications >= 0),
    drawn_at_s REAL,
    drawn INTEGER NOT NULL DEFAULT 0,
    last_lot TEXT
) STRICT, WITHOUT ROWID;
