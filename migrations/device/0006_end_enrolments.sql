-- A premium can be voided or paid back. The enrolment then ends and stays in the file, and the person can be enrolled
-- again.

CREATE TABLE enrolment_by_payment (
    payment       TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    year          INTEGER NOT NULL,
    -- First day of benefits as it was told, or as the county corrected it; none where an earlier program told nothing.
    benefits_from TEXT,
    -- The entry that voided the payment or paid it back.
    ended         INTEGER,
    PRIMARY KEY (payment, person)
) STRICT, WITHOUT ROWID;
INSERT INTO enrolment_by_payment (payment, person, year) SELECT payment, person, year FROM enrolment;
DROP TABLE enrolment;
ALTER TABLE enrolment_by_payment RENAME TO enrolment;
-- One active enrolment per person and year.
CREATE UNIQUE INDEX one_active_enrolment ON enrolment (person, year) WHERE ended IS NULL;
CREATE INDEX enrolment_by_year ON enrolment (year) WHERE ended IS NULL;
CREATE INDEX enrolment_by_end ON enrolment (ended) WHERE ended IS NOT NULL;

-- Slips of voids and refunds.
CREATE TABLE premium_slip (
    seq        INTEGER PRIMARY KEY,
    payment    TEXT    NOT NULL,
    number     TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('void', 'refund')),
    amount_fen INTEGER NOT NULL,
    -- 0 once the county has refused it: the money moved, but the enrolment stands.
    counts     INTEGER NOT NULL
) STRICT;
CREATE INDEX premium_slip_by_payment ON premium_slip (payment);
CREATE INDEX payment_by_seq ON payment (seq);
