-- Books of pre-printed receipts by centre, and what became of each number.

CREATE TABLE receipt_book (
    id uuid PRIMARY KEY,
    centre text NOT NULL,
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    digits integer NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL CHECK (last >= first),
    -- From this number on it went back.
    returned_from bigint,
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE INDEX receipt_book_by_centre ON receipt_book (centre, digits, first);

-- Numbers that are gone; a range only where blank forms were spoiled.
CREATE TABLE fiscal_number (
    book uuid NOT NULL REFERENCES receipt_book,
    first bigint NOT NULL,
    last bigint NOT NULL CHECK (last >= first),
    payment uuid REFERENCES payment,
    state text NOT NULL CHECK (state IN ('used', 'spoiled')),
    -- The entry that took the number.
    device integer NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (book, first),
    FOREIGN KEY (device, epoch, seq) REFERENCES entry
);
CREATE INDEX fiscal_number_by_payment ON fiscal_number (payment);
