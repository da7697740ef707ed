-- Where else somebody is or was insured, dated and with its source: who left cover as an employee in time does not wait.
ALTER TABLE person ADD COLUMN cover jsonb NOT NULL DEFAULT '[]';
