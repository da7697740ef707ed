-- Whose totals counted when a settlement was judged: it is decided again with the same people, wherever they live by then.
-- None for what was judged before; there the household counts as it is.
ALTER TABLE settlement ADD COLUMN counted uuid[];
CREATE INDEX settlement_by_counted ON settlement USING gin (counted);
