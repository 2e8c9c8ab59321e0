-- What the analyst wrote into the case. Made with the first mark or note, by core/notes, which
-- writes nothing else; a case without it has none. subject: 'exchange', 'connection' or 'session',
-- of which id is the number. mark: 1 where it is marked. text: NULL where it is only marked.
CREATE TABLE IF NOT EXISTS note(
    subject TEXT NOT NULL, id INTEGER NOT NULL, mark INTEGER NOT NULL, text TEXT,
    PRIMARY KEY(subject, id)) WITHOUT ROWID;
