-- Changes of people and households, field by field: what counts now, and everything that was ever said.

ALTER TABLE household ADD COLUMN ended jsonb;
ALTER TABLE person ADD COLUMN presence text NOT NULL DEFAULT 'here'
    CHECK (presence IN ('here', 'away', 'dead', 'withdrawn'));
ALTER TABLE person ADD COLUMN since date;

-- A change also waits for the registration that it speaks of.
ALTER TABLE held DROP CONSTRAINT held_waits_for_check;
ALTER TABLE held ADD CONSTRAINT held_waits_for_check
    CHECK (waits_for IN ('kind', 'body', 'pack', 'attachment', 'settlement', 'registry', 'repair'));

CREATE TABLE record_change (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    -- A person or a household.
    object uuid NOT NULL,
    field text NOT NULL,
    said_before jsonb NOT NULL,
    said_after jsonb NOT NULL,
    -- What the county held when it came.
    met jsonb NOT NULL,
    -- A case is for a person to decide: two centres or devices say different things of who somebody is or where.
    outcome text NOT NULL CHECK (outcome IN ('applied', 'same', 'case')),
    PRIMARY KEY (device, epoch, seq, object, field),
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE INDEX record_change_by_object ON record_change (object);
CREATE TRIGGER record_change_is_append_only BEFORE UPDATE OR DELETE ON record_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
