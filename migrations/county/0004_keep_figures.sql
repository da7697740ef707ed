-- A settlement is decided again when something before it in its year changes: a reversal, or a settlement that was held.
-- Its row says what stands now; this says everything that the county ever came to, and because of which entry.
CREATE TABLE settlement_figures (
    ordinal bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    settlement uuid NOT NULL REFERENCES settlement,
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    figures jsonb NOT NULL,
    difference jsonb NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE INDEX settlement_figures_by_settlement ON settlement_figures (settlement);

-- In the county's order, as they were judged.
INSERT INTO settlement_figures (settlement, device, epoch, seq, figures, difference, decided_at)
SELECT s.id, s.device, s.epoch, s.seq, s.county_figures, s.difference, j.judged_at
FROM settlement s JOIN judgement j USING (device, epoch, seq)
WHERE s.county_figures IS NOT NULL ORDER BY j.ordinal;

CREATE TRIGGER settlement_figures_are_append_only BEFORE UPDATE OR DELETE ON settlement_figures
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_figures_are_never_emptied BEFORE TRUNCATE ON settlement_figures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whose totals a pack asks for that counts households.
CREATE INDEX person_by_household ON person (household);
