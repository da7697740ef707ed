-- Where else somebody is or was insured, as JSON, dated and with its source.

ALTER TABLE person ADD COLUMN cover TEXT NOT NULL DEFAULT '[]';
