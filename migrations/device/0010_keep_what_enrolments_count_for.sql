-- The county may refuse a payment, or find that somebody was enrolled already: then the enrolment by it counts for
-- something else than the desk assumed.

ALTER TABLE enrolment ADD COLUMN counts TEXT NOT NULL DEFAULT 'enrolled'
    CHECK (counts IN ('enrolled', 'double', 'refused'));
-- Whose payment was refused can pay again before the first money has gone back.
DROP INDEX one_active_enrolment;
CREATE UNIQUE INDEX one_active_enrolment ON enrolment (person, year) WHERE ended IS NULL AND counts <> 'refused';
-- Whose totals counted when a bill was settled, as JSON: a forecast goes by it, wherever they live by then.
ALTER TABLE settlement ADD COLUMN counted TEXT;
CREATE INDEX settlement_by_year ON settlement (year, seq);
DROP INDEX settlement_by_person;
CREATE INDEX settlement_by_person ON settlement (person, year, seq);
DROP INDEX enrolment_by_year;
CREATE INDEX enrolment_by_year ON enrolment (year, person);
CREATE INDEX enrolment_by_person ON enrolment (person, year);
