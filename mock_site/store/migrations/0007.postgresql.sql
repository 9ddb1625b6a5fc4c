-- Seats can be drawn by lot once joining has closed: a registration with a lot and without a seat is an
-- application. The seed that lots are made with is there before the first of them.
ALTER TABLE registrations ALTER COLUMN seat DROP NOT NULL;
ALTER TABLE registrations ADD COLUMN lot TEXT;
ALTER TABLE registrations ADD COLUMN told_at_s DOUBLE PRECISION;
ALTER TABLE registrations ADD CHECK (seat IS NOT NULL OR lot IS NOT NULL);
CREATE INDEX lot_in_order ON registrations (wave, lot) WHERE lot IS NOT NULL;
CREATE INDEX lot_to_tell ON registrations (wave, lot) WHERE lot IS NOT NULL AND told_at_s IS NULL;
CREATE TABLE draws (
    wave TEXT PRIMARY KEY REFERENCES waves,
    seed TEXT NOT NULL,
    applications BIGINT NOT NULL DEFAULT 0 CHECK (applications >= 0),
    drawn_at_s DOUBLE PRECISION,
    drawn BIGINT NOT NULL DEFAULT 0,
    last_lot TEXT
);
