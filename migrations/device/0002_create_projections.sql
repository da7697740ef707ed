-- What the screens read. Every table here can be rebuilt from the journal and the feed and comes out identical.
-- Money is INTEGER fen: SQLite would give DECIMAL columns NUMERIC affinity and store 0.10 as a float.

CREATE TABLE household (
    id      TEXT PRIMARY KEY,
    number  TEXT NOT NULL UNIQUE,
    village TEXT NOT NULL,
    grp     TEXT NOT NULL,
    door    TEXT NOT NULL,
    phone   TEXT NOT NULL,
    seq     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX household_by_village ON household (village, grp, door);

CREATE TABLE village (
    name TEXT PRIMARY KEY,
    -- Pinyin initials, every reading, separated by blanks.
    keys TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    row              INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    household        TEXT NOT NULL REFERENCES household (id),
    name             TEXT NOT NULL,
    id_number        TEXT UNIQUE,
    temporary_number TEXT UNIQUE,
    sex              TEXT NOT NULL,
    birth_date       TEXT NOT NULL,
    relation         TEXT NOT NULL,
    phone            TEXT NOT NULL,
    categories       TEXT NOT NULL,
    seq              INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_household ON person (household);
CREATE INDEX person_by_name ON person (name, birth_date);
CREATE INDEX person_by_phone ON person (phone) WHERE phone <> '';
-- One head a household: two at once are two mistakes, not a choice.
CREATE UNIQUE INDEX one_head_a_household ON person (household) WHERE relation = 'head';

-- Letters and characters by which a person is found: every reading.
CREATE TABLE person_key (
    key    TEXT NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
    id        TEXT PRIMARY KEY,
    household TEXT NOT NULL,
    year      INTEGER NOT NULL,
    number    TEXT NOT NULL UNIQUE,
    members   INTEGER NOT NULL,
    due_fen   INTEGER NOT NULL,
    method    TEXT NOT NULL,
    at        TEXT NOT NULL,
    seq       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_by_household ON payment (household);

-- One active enrolment per person and year.
CREATE TABLE enrolment (
    person  TEXT NOT NULL,
    year    INTEGER NOT NULL,
    payment TEXT NOT NULL,
    PRIMARY KEY (person, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_by_year ON enrolment (year);

CREATE TABLE stay (
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    number      TEXT NOT NULL UNIQUE,
    status      TEXT NOT NULL CHECK (status IN ('in_hospital', 'settled', 'reversed')),
    department  TEXT NOT NULL,
    doctor      TEXT NOT NULL,
    bed         TEXT NOT NULL,
    diagnosis   TEXT NOT NULL,
    stay_kind   TEXT NOT NULL,
    admitted_at TEXT NOT NULL,
    settlement  TEXT,
    seq         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_by_status ON stay (status, admitted_at);
-- A person is in one bed at a time.
CREATE UNIQUE INDEX one_open_stay_a_person ON stay (person) WHERE status = 'in_hospital';

CREATE TABLE charge (
    stay      TEXT NOT NULL,
    line      INTEGER NOT NULL,
    date      TEXT NOT NULL,
    item      TEXT NOT NULL,
    name_zh   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    price     TEXT NOT NULL,
    quantity  TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    PRIMARY KEY (stay, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposit (
    seq        INTEGER PRIMARY KEY,
    stay       TEXT NOT NULL,
    number     TEXT NOT NULL UNIQUE,
    at         TEXT NOT NULL,
    method     TEXT NOT NULL,
    amount_fen INTEGER NOT NULL
) STRICT;
CREATE INDEX deposit_by_stay ON deposit (stay);

CREATE TABLE settlement (
    id          TEXT PRIMARY KEY,
    stay        TEXT NOT NULL,
    person      TEXT NOT NULL,
    year        INTEGER NOT NULL,
    number      TEXT NOT NULL UNIQUE,
    at          TEXT NOT NULL,
    total_fen   INTEGER NOT NULL,
    funds_fen   INTEGER NOT NULL,
    you_pay_fen INTEGER NOT NULL,
    -- What it adds to the accumulators: the county's difference once there is an adjustment.
    difference  TEXT NOT NULL,
    reversal    INTEGER,
    adjustment  TEXT,
    seq         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_by_person ON settlement (person, year);
CREATE INDEX settlement_by_seq ON settlement (seq);

CREATE TABLE standing (
    person       TEXT NOT NULL,
    year         INTEGER NOT NULL,
    accumulators TEXT NOT NULL,
    PRIMARY KEY (person, year)
) STRICT, WITHOUT ROWID;

-- Money in and out of the drawer, by entry: cash is receipts less refunds.
CREATE TABLE takings (
    seq        INTEGER NOT NULL,
    biz_date   TEXT NOT NULL,
    method     TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (seq, method)
) STRICT, WITHOUT ROWID;
CREATE INDEX takings_by_date ON takings (biz_date);

-- Last counter of each kind of document number.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which entries speak of which household, person or stay.
CREATE TABLE about (
    object TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (object, seq)
) STRICT, WITHOUT ROWID;

-- What the county decided about each entry.
CREATE TABLE verdict (
    seq       INTEGER PRIMARY KEY,
    verdict   TEXT NOT NULL CHECK (verdict IN ('accepted', 'held', 'refused', 'adjusted')),
    reason_zh TEXT NOT NULL,
    reason_en TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_not_accepted ON verdict (verdict) WHERE verdict <> 'accepted';
