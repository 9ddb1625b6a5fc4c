-- An account is opened with an e-mail and a password alone, and gets on step by step. Version 2 took
-- e-mail, identity and phone at their word, so these count as done; its notices have been sent.
CREATE TABLE accounts_3 (
    account_id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    opened_at_s REAL NOT NULL,
    email_at_s REAL,
    identity_at_s REAL,
    profile_at_s REAL,
    documents_at_s REAL,
    phone_at_s REAL,
    assessment_at_s REAL,
    nik TEXT UNIQUE,
    kk TEXT,
    name TEXT,
    birth_date TEXT,
    filed_at_s REAL,
    address TEXT,
    region TEXT,
    education TEXT,
    employment TEXT,
    profile_version INTEGER NOT NULL DEFAULT 0,
    phone TEXT,
    code_digest TEXT,
    code_ends_at_s REAL,
    code_tries INTEGER NOT NULL DEFAULT 0,
    test_ends_at_s REAL,
    answers TEXT,
    handed_in_at_s REAL,
    passed INTEGER
) STRICT;
INSERT INTO accounts_3 (account_id, email, password, opened_at_s, email_at_s, identity_at_s,
    phone_at_s, nik, kk, name, birth_date, filed_at_s, phone)
SELECT account_id, email, password, at_s, at_s, at_s, at_s, nik, kk, name, birth_date, at_s, phone
FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_3 RENAME TO accounts;
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
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE codes (
    account_id TEXT NOT NULL REFERENCES accounts,
    phone TEXT NOT NULL,
    at_s REAL NOT NULL
) STRICT;
CREATE INDEX code_of_account ON codes (account_id, at_s);
CREATE INDEX code_to_phone ON codes (phone, at_s);
CREATE TABLE messages (
    message_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    account_id TEXT NOT NULL,
    address TEXT NOT NULL,
    body TEXT NOT NULL,
    at_s REAL NOT NULL,
    sent_at_s REAL
) STRICT;
INSERT INTO messages (kind, account_id, address, body, at_s, sent_at_s)
SELECT 'seat', r.account_id, a.phone, n.registration_id, n.at_s, n.at_s
FROM notices n JOIN registrations r USING (registration_id) JOIN accounts a USING (account_id)
ORDER BY n.notice_id;
DROP TABLE notices;
CREATE INDEX unsent_message ON messages (message_id) WHERE sent_at_s IS NULL;
CREATE TABLE quotas (
    change_id INTEGER PRIMARY KEY,
    wave TEXT NOT NULL REFERENCES waves,
    at_s REAL NOT NULL,
    quota INTEGER NOT NULL CHECK (quota >= 0)
) STRICT;
INSERT INTO quotas (wave, at_s, quota) SELECT wave, 0.0, quota FROM waves;
