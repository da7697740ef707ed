-- The present photograph of a person, where the county's pack keeps them. The picture is an attachment.
CREATE TABLE photograph (
    person TEXT    PRIMARY KEY,
    hash   TEXT    NOT NULL,
    -- The entry that set it.
    seq    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
