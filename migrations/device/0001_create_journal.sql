-- The journal and what stands beside it. Nothing here is edited or deleted: triggers refuse it.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL,
    -- One press of a button. UNIQUE is what makes a second press find the first result.
    op      TEXT    NOT NULL UNIQUE,
    wall_ms INTEGER NOT NULL,
    hash    BLOB    NOT NULL,
    bytes   BLOB    NOT NULL,
    salt    BLOB    NOT NULL,
    body    TEXT
) STRICT;

CREATE TRIGGER journal_is_not_edited BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is not edited'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is not deleted'); END;

-- Files that an entry names by their hash: an imported roster as it was, and its accepted rows.
CREATE TABLE attachment (
    hash    TEXT PRIMARY KEY,
    seq     INTEGER NOT NULL,
    -- Whether the county needs it; the original file stays here.
    sent_up INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TRIGGER attachment_is_not_edited BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'an attachment is not edited'); END;
CREATE TRIGGER attachment_is_not_deleted BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'an attachment is not deleted'); END;

-- What the county said, verbatim: pages as signed, and their items in order.
CREATE TABLE feed_page (
    first_position INTEGER NOT NULL,
    server_epoch   INTEGER NOT NULL,
    signed         TEXT    NOT NULL,
    PRIMARY KEY (server_epoch, first_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_item (
    -- Counts what was applied here; a restored county begins its own positions again.
    applied      INTEGER PRIMARY KEY,
    server_epoch INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    item         TEXT    NOT NULL,
    hash         BLOB    NOT NULL
) STRICT;

CREATE TRIGGER feed_item_is_not_edited BEFORE UPDATE ON feed_item
BEGIN SELECT RAISE(ABORT, 'the feed is not edited'); END;
CREATE TRIGGER feed_item_is_not_deleted BEFORE DELETE ON feed_item
BEGIN SELECT RAISE(ABORT, 'the feed is not deleted'); END;

-- How far the exchange is. One row.
CREATE TABLE exchange_state (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    hwm_seq      INTEGER NOT NULL DEFAULT 0,
    stable_seq   INTEGER NOT NULL DEFAULT 0,
    judged_seq   INTEGER NOT NULL DEFAULT 0,
    server_epoch INTEGER,
    feed_after   INTEGER NOT NULL DEFAULT 0,
    feed_hash    BLOB    NOT NULL DEFAULT (zeroblob(32)),
    last_ok_ms   INTEGER
) STRICT;
INSERT INTO exchange_state (one) VALUES (1);

CREATE TABLE exchange (
    id    INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    ok    INTEGER NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL
) STRICT;

CREATE TABLE pack (
    hash   TEXT PRIMARY KEY,
    bundle TEXT NOT NULL
) STRICT;

-- What a person is typing. Not an entry: it may be lost without harm, and is replaced freely.
CREATE TABLE draft (
    form     TEXT NOT NULL,
    key      TEXT NOT NULL,
    title    TEXT NOT NULL,
    content  TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    PRIMARY KEY (form, key)
) STRICT, WITHOUT ROWID;
