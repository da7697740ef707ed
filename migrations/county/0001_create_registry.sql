-- Who may talk to this county, and under which packs.

-- One row. The server epoch changes when the database was restored, so that devices look again at what the county
-- really holds. The instance (system identifier and timeline of PostgreSQL) shows a restore that nobody declared.
CREATE TABLE county_state (
    is_the_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_the_only_row),
    server_epoch bigint NOT NULL DEFAULT 1 CHECK (server_epoch BETWEEN 1 AND 4294967295),
    instance text,
    county_key text,
    demonstration boolean
);
INSERT INTO county_state DEFAULT VALUES;

CREATE TABLE centre (
    code text PRIMARY KEY,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    tier text NOT NULL,
    phone text NOT NULL,
    area_code text NOT NULL
);

-- Names and PINs stay at the centre; the county needs to know only who may answer for an entry.
CREATE TABLE operator (
    id uuid PRIMARY KEY,
    centre text NOT NULL REFERENCES centre,
    roles text[] NOT NULL
);

CREATE TABLE device (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    dev text NOT NULL UNIQUE,
    centre text NOT NULL REFERENCES centre,
    number integer NOT NULL CHECK (number > 0),
    label text NOT NULL DEFAULT '',
    epoch bigint NOT NULL CHECK (epoch BETWEEN 1 AND 4294967295),
    demonstration boolean NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    -- Document numbers carry centre and device, so two devices of a centre never share a number.
    UNIQUE (centre, number)
);

CREATE TABLE pack (
    hash text PRIMARY KEY,
    id text NOT NULL,
    version text NOT NULL,
    benefit_year integer NOT NULL,
    bundle text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now()
);
