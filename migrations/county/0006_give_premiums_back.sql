-- A premium can be voided or paid back, and the county knows from when benefits of an enrolment run.

ALTER TABLE enrolment ADD COLUMN benefits_from date;
ALTER TABLE enrolment DROP CONSTRAINT enrolment_state_check;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_state_check
    CHECK (state IN ('active', 'double', 'voided', 'refunded'));
CREATE INDEX enrolment_by_person ON enrolment (person, benefit_year);

-- A payment that was refused because of its amounts enrols nobody, and can be given back all the same.
ALTER TABLE payment ADD COLUMN state text NOT NULL DEFAULT 'counted' CHECK (state IN ('counted', 'refused'));

CREATE TABLE premium_slip (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    payment uuid NOT NULL REFERENCES payment,
    number text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('void', 'refund')),
    returned_fen bigint NOT NULL,
    PRIMARY KEY (device, epoch, seq),
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE INDEX premium_slip_by_payment ON premium_slip (payment);

-- A slip may arrive before the payment that it speaks of is judged.
ALTER TABLE held DROP CONSTRAINT held_waits_for_check;
ALTER TABLE held ADD CONSTRAINT held_waits_for_check
    CHECK (waits_for IN ('kind', 'body', 'pack', 'attachment', 'settlement', 'payment', 'registry', 'repair'));
