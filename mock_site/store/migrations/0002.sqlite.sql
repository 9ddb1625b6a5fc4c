-- The first store that is still understood: an account is one form.
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
CREATE TABLE waves (
    wave TEXT PRIMARY KEY,
    quota INTEGER NOT NULL CHECK (quota >= 0),
    opens_at_s REAL,
    closes_at_s REAL,
    CHECK (opens_at_s IS NULL OR closes_at_s IS NULL OR opens_at_s < closes_at_s)
) STRICT;
CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY,
    nik TEXT NOT NULL UNIQUE,
    kk TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    at_s REAL NOT NULL
) STRICT;
CREATE TABLE registrations (
    registration_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts,
    wave TEXT NOT NULL REFERENCES waves,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    seat INTEGER NOT NULL CHECK (seat >= 1),
    at_s REAL NOT NULL,
    UNIQUE (wave, person),
    UNIQUE (account_id, key),
    UNIQUE (wave, seat)
) STRICT;
CREATE TABLE notices (
    notice_id INTEGER PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations,
    person TEXT NOT NULL,
    at_s REAL NOT NULL
) STRICT;
