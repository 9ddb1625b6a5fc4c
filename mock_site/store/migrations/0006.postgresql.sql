-- Seats can be held for a while before they are given. The row of a hold that has ended stays, to say how.
CREATE TABLE holds (
    account_id TEXT NOT NULL,
    key TEXT NOT NULL,
    wave TEXT NOT NULL,
    payload TEXT NOT NULL,
    seat BIGINT NOT NULL CHECK (seat >= 1),
    at_s DOUBLE PRECISION NOT NULL,
    ends_at_s DOUBLE PRECISION NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'expired')),
    PRIMARY KEY (account_id, key)
);
CREATE UNIQUE INDEX held_by ON holds (account_id, wave) WHERE state = 'held';
CREATE UNIQUE INDEX held_seat ON holds (wave, seat) WHERE state = 'held';
CREATE INDEX hold_to_end ON holds (wave, ends_at_s, seat) WHERE state = 'held';
