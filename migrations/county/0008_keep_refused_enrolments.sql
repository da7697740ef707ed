-- Whom a refused payment would have enrolled: nobody is covered by it, and a settlement cannot rely on it.

ALTER TABLE enrolment DROP CONSTRAINT enrolment_state_check;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_state_check
    CHECK (state IN ('active', 'double', 'refused', 'voided', 'refunded'));
