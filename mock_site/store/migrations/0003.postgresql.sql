-- The first version that PostgreSQL keeps: the same tables as those of SQLite.
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);
CREATE TABLE waves (
    wave TEXT PRIMARY KEY,
    quota BIGINT NOT NULL CHECK (quota >= 0),
    opens_at_s DOUBLE PRECISION,
    closes_at_s DOUBLE PRECISION,
    CHECK (opens_at_s IS NULL OR closes_at_s IS NULL OR opens_at_s < closes_at_s)
);
CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    opened_at_s DOUBLE PRECISION NOT NULL,
    email_at_s DOUBLE PRECISION,
    identity_at_s DOUBLE PRECISION,
    profile_at_s DOUBLE PRECISION,
    documents_at_s DOUBLE PRECISION,
    phone_at_s DOUBLE PRECISION,
    assessment_at_s DOUBLE PRECISION,
    nik TEXT UNIQUE,
    kk TEXT,
    name TEXT,
    birth_date TEXT,
    filed_at_s DOUBLE PRECISION,
    address TEXT,
    region TEXT,
    education TEXT,
    employment TEXT,
    profile_version INTEGER NOT NULL DEFAULT 0,
    phone TEXT,
    code_digest TEXT,
    code_ends_at_s DOUBLE PRECISION,
    code_tries INTEGER NOT NULL DEFAULT 0,
    test_ends_at_s DOUBLE PRECISION,
    answers TEXT,
    handed_in_at_s DOUBLE PRECISION,
    passed INTEGER
);
CREATE UNIQUE INDEX verified_phone ON accounts (phone) WHERE phone_at_s IS NOT NULL;
CREATE INDEX identity_to_settle ON accounts (filed_at_s)
WHERE identity_at_s IS NULL AND filed_at_s IS NOT NULL;
CREATE INDEX test_to_grade ON accounts (handed_in_at_s)
WHERE passed IS NULL AND handed_in_at_s IS NOT NULL;
CREATE TABLE documents (
    account_id TEXT NOT NULL REFERENCES accounts,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    PRIMARY KEY (account_id, kind)
);
CREATE TABLE codes (
    account_id TEXT NOT NULL REFERENCES accounts,
    phone TEXT NOT NULL,
    at_s DOUBLE PRECISION NOT NULL
);
CREATE INDEX code_of_account ON codes (account_id, at_s);
CREATE INDEX code_to_phone ON codes (phone, at_s);
-- Without foreign keys: a join has looked up its account and its wave in the same transaction, and
-- looking them up and locking them once more would make it a third slower.
CREATE TABLE registrations (
    registration_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    wave TEXT NOT NULL,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    seat BIGINT NOT NULL CHECK (seat >= 1),
    at_s DOUBLE PRECISION NOT NULL,
    UNIQUE (wave, person),
    UNIQUE (account_id, key),
    UNIQUE (wave, seat)
);
CREATE TABLE messages (
    message_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT NOT NULL,
    address TEXT NOT NULL,
    body TEXT NOT NULL,
    at_s DOUBLE PRECISION NOT NULL,
    sent_at_s DOUBLE PRECISION
);
CREATE INDEX unsent_message ON messages (message_id) WHERE sent_at_s IS NULL;
CREATE TABLE quotas (
    change_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    wave TEXT NOT NULL REFERENCES waves,
    at_s DOUBLE PRECISION NOT NULL,
    quota BIGINT NOT NULL CHECK (quota >= 0)
);
