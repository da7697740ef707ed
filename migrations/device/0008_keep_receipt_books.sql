-- Books of pre-printed receipts, and what became of each number.

CREATE TABLE receipt_book (
    id            TEXT    PRIMARY KEY,
    -- The entry that issued it: books are used in this order.
    seq           INTEGER NOT NULL UNIQUE,
    first         INTEGER NOT NULL,
    last          INTEGER NOT NULL CHECK (last >= first),
    -- How many digits stand on a form.
    digits        INTEGER NOT NULL,
    note          TEXT    NOT NULL,
    -- From this number on it went back.
    returned_from INTEGER,
    -- 1 once the county has refused it: nothing more is taken from it.
    refused       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Numbers that are gone. A range only where blank forms were spoiled.
CREATE TABLE fiscal_number (
    book    TEXT    NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    -- The payment whose form it is or was.
    payment TEXT,
    -- The entry that spoiled it.
    spoiled INTEGER,
    PRIMARY KEY (book, first)
) STRICT, WITHOUT ROWID;
-- A payment has one form that counts.
CREATE UNIQUE INDEX one_form_of_a_payment ON fiscal_number (payment) WHERE payment IS NOT NULL AND spoiled IS NULL;
