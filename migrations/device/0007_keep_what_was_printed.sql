-- Which papers came out. Which ought to come out follows from payments, settlements and reversals; `printing` says what
-- became of each. It is no projection: it tells of this desk's printers, like a draft of what is being typed, and a
-- rebuild leaves it alone.

CREATE TABLE printing (
    -- 'receipt', 'statement', 'reversal'.
    document   TEXT    NOT NULL,
    -- Id of the payment or settlement.
    subject    TEXT    NOT NULL,
    -- The entry that the paper tells of.
    seq        INTEGER NOT NULL,
    -- waiting: to be sent. sending: handed over this moment. at_printer: a job of the printing system.
    -- held: a person decides. out: came out, or was shown as PDF. aside: nobody wants it.
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'at_printer', 'held', 'out', 'aside')),
    -- Which reprint is meant; 0 for the first paper.
    reprint    INTEGER NOT NULL,
    -- Empty: shown as PDF.
    printer    TEXT    NOT NULL,
    copies     INTEGER NOT NULL,
    media      TEXT    NOT NULL,
    file       TEXT    NOT NULL,
    job        TEXT,
    -- Why it has not come out, as a word.
    trouble    TEXT,
    -- Why it was left aside, and by whom.
    reason     TEXT,
    changed_ms INTEGER NOT NULL,
    PRIMARY KEY (document, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX printing_open ON printing (state) WHERE state NOT IN ('out', 'aside');

-- Reprints that were ordered: a projection of `document.reprinted`.
CREATE TABLE reprint (
    seq        INTEGER PRIMARY KEY,
    document   TEXT    NOT NULL,
    number     TEXT    NOT NULL,
    count      INTEGER NOT NULL,
    ordered_by TEXT    NOT NULL,
    at         TEXT    NOT NULL
) STRICT;
CREATE INDEX reprint_by_number ON reprint (document, number);

-- Papers of records before this program kept account of them are not asked for.
INSERT OR IGNORE INTO setting (name, value) SELECT 'papers_after', coalesce(max(seq), 0) FROM journal;
