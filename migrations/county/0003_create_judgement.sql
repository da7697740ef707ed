-- What the county makes of the entries. One judge works at a time, and its order decides.

-- Apart from chain, so that judging never makes a device wait that is sending.
CREATE TABLE judging (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    judged_seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (device, epoch),
    FOREIGN KEY (device, epoch) REFERENCES chain
);

CREATE SEQUENCE judgement_order;
CREATE TABLE judgement (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    -- The county's own order, in which a replay comes to the same figures.
    ordinal bigint NOT NULL UNIQUE DEFAULT nextval('judgement_order'),
    verdict text NOT NULL CHECK (verdict IN ('accepted', 'adjusted', 'held', 'refused')),
    reason_zh text,
    reason_en text,
    judged_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, epoch, seq),
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);

-- Entries that wait for something: a newer program, a pack, an attachment, a settlement that is itself held.
CREATE TABLE held (
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    waits_for text NOT NULL CHECK (waits_for IN ('kind', 'body', 'pack', 'attachment', 'settlement', 'repair')),
    what text NOT NULL,
    PRIMARY KEY (device, epoch, seq),
    FOREIGN KEY (device, epoch, seq) REFERENCES judgement
);

CREATE TABLE household (
    id uuid PRIMARY KEY,
    number text NOT NULL,
    village text NOT NULL,
    village_group text NOT NULL,
    door text NOT NULL,
    phone text NOT NULL,
    centre text NOT NULL REFERENCES centre
);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    household uuid NOT NULL,
    name text NOT NULL,
    id_number text,
    temporary_number text,
    sex text NOT NULL,
    birth_date date NOT NULL,
    relation text NOT NULL,
    phone text NOT NULL,
    categories jsonb NOT NULL,
    centre text NOT NULL REFERENCES centre
);
-- Not unique: one number at two people is a case for a person, not a reason to lose a record.
CREATE INDEX person_by_id_number ON person (id_number);

CREATE TABLE payment (
    id uuid PRIMARY KEY,
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    household uuid NOT NULL,
    benefit_year integer NOT NULL,
    number text NOT NULL,
    due_fen bigint NOT NULL,
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);

CREATE TABLE enrolment (
    payment uuid NOT NULL REFERENCES payment,
    person uuid NOT NULL,
    benefit_year integer NOT NULL,
    due_fen bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'double')),
    PRIMARY KEY (payment, person)
);
-- The county's order decides which enrolment of a person counts; the other stays, and is to be paid back.
CREATE UNIQUE INDEX one_active_enrolment ON enrolment (person, benefit_year) WHERE state = 'active';

-- Totals as JSON: the names come from the packs.
CREATE TABLE accumulators (
    person uuid NOT NULL,
    benefit_year integer NOT NULL,
    totals jsonb NOT NULL,
    PRIMARY KEY (person, benefit_year)
);

CREATE TABLE settlement (
    id uuid PRIMARY KEY,
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    stay uuid NOT NULL,
    person uuid NOT NULL,
    benefit_year integer NOT NULL,
    state text NOT NULL CHECK (state IN ('accepted', 'adjusted', 'refused')),
    reversed_by bigint,
    centre_figures jsonb NOT NULL,
    county_figures jsonb,
    -- What the county added to the totals, and takes back if the settlement is reversed.
    difference jsonb NOT NULL,
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE UNIQUE INDEX one_settlement_of_a_stay ON settlement (stay)
    WHERE reversed_by IS NULL AND state <> 'refused';
CREATE INDEX settlement_by_person ON settlement (person, benefit_year);

-- What the devices are told. Positions are dense per device: whoever adds an item locks the head until its commit,
-- so the order of positions is the order of commits.
CREATE TABLE feed_head (
    device integer PRIMARY KEY REFERENCES device,
    position bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL
);

CREATE TABLE feed_item (
    device integer NOT NULL REFERENCES device,
    position bigint NOT NULL CHECK (position > 0),
    hash bytea NOT NULL,
    item text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, position)
);
CREATE TRIGGER feed_item_is_append_only BEFORE UPDATE OR DELETE ON feed_item
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
