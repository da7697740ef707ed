-- The journals of the devices, as they were received: stored first, judged later.

-- How far a device's chain of one epoch is stored. Only the intake writes it, under a lock of the device's row.
CREATE TABLE chain (
    device integer NOT NULL REFERENCES device,
    epoch bigint NOT NULL,
    hwm_seq bigint NOT NULL DEFAULT 0 CHECK (hwm_seq >= 0),
    hwm_hash bytea NOT NULL,
    -- What the off-site backup holds. Devices keep everything above it.
    stable_seq bigint NOT NULL DEFAULT 0 CHECK (stable_seq >= 0),
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, epoch)
);

-- Envelope and body are bytes, not text: they are kept verbatim, and PostgreSQL's text cannot hold every string.
-- The other columns are read out of the envelope for the county's own questions and prove nothing.
CREATE TABLE entry (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    envelope bytea NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 16),
    body bytea,
    kind text NOT NULL,
    kver integer NOT NULL,
    op uuid NOT NULL,
    biz_date date NOT NULL,
    -- The clock orders nothing; an absurd one is worth a telephone call.
    clock_is_absurd boolean NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, epoch, seq),
    FOREIGN KEY (device, epoch) REFERENCES chain
);
CREATE INDEX entry_by_op ON entry (op);

-- Other histories, and batches of epochs and devices that may no longer write: perhaps real cash, so never dropped.
CREATE TABLE quarantine (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    device integer NOT NULL REFERENCES device,
    reason text NOT NULL CHECK (reason IN ('fork', 'stale-epoch', 'revoked')),
    epoch bigint NOT NULL,
    from_seq bigint NOT NULL,
    entries bigint NOT NULL,
    batch_hash bytea NOT NULL,
    batch bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    times_seen integer NOT NULL DEFAULT 1,
    -- A device that tries again for weeks fills one row, not the disk.
    UNIQUE (device, batch_hash)
);

-- Knocks of strangers; capped by the program.
CREATE TABLE security_log (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    what text NOT NULL,
    dev text NOT NULL
);

-- Files that entries name by hash, such as the rows of an imported roster.
CREATE TABLE attachment (
    hash text PRIMARY KEY,
    device integer NOT NULL REFERENCES device,
    bytes bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER entry_is_append_only BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
