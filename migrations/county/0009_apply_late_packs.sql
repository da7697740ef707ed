-- A pack that arrives late decides again what was settled on its days. How far that has come, and what the county came to
-- because of it.

ALTER TABLE pack ADD COLUMN applied boolean NOT NULL DEFAULT false;
-- The last person whose year was decided again: a county that was stopped goes on there.
ALTER TABLE pack ADD COLUMN applied_to uuid;
CREATE INDEX pack_to_apply ON pack (added_at, hash) WHERE NOT applied;

ALTER TABLE settlement_figures ALTER COLUMN device DROP NOT NULL;
ALTER TABLE settlement_figures ALTER COLUMN epoch DROP NOT NULL;
ALTER TABLE settlement_figures ALTER COLUMN seq DROP NOT NULL;
ALTER TABLE settlement_figures ADD COLUMN pack text REFERENCES pack;
ALTER TABLE settlement_figures ADD CONSTRAINT settlement_figures_because_of_one
    CHECK (num_nonnulls(seq, pack) = 1 AND num_nonnulls(device, epoch, seq) IN (0, 3));
