-- A code is kept with the time at which it was asked for, so that several can be good at once. One that
-- was under way in version 3 has to be asked for anew.
ALTER TABLE codes ADD COLUMN digest TEXT;
ALTER TABLE codes ADD COLUMN ends_at_s DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE accounts DROP COLUMN code_digest;
ALTER TABLE accounts DROP COLUMN code_ends_at_s;
