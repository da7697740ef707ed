-- INSERT OR REPLACE deletes the row in its way without asking the triggers that refuse a deletion. These refuse the
-- insertion instead, whatever its conflict clause says.

CREATE TRIGGER journal_is_not_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq OR op = NEW.op)
BEGIN SELECT RAISE(ABORT, 'the journal is not edited'); END;

CREATE TRIGGER attachment_is_not_replaced BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM attachment WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'an attachment is not edited'); END;

CREATE TRIGGER feed_item_is_not_replaced BEFORE INSERT ON feed_item
WHEN EXISTS (SELECT 1 FROM feed_item WHERE applied = NEW.applied)
BEGIN SELECT RAISE(ABORT, 'the feed is not edited'); END;
