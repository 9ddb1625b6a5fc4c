-- Registrations can be removed. Their seats are given anew before any that nobody had yet.
CREATE TABLE freed_seats (
    wave TEXT NOT NULL REFERENCES waves,
    seat BIGINT NOT NULL CHECK (seat >= 1),
    PRIMARY KEY (wave, seat)
);
