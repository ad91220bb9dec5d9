-- Entries are the custody log: what a leaf hashes stands here, what was said stands in payloads under its case's key.
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    claimed INTEGER NOT NULL CHECK (claimed IN (0, 1)),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE INDEX entries_of_case ON entries (case_id, seq);
CREATE INDEX entries_of_kind ON entries (kind, seq);

CREATE TABLE payloads (
    seq INTEGER PRIMARY KEY REFERENCES entries (seq),
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE case_keys (
    case_id TEXT PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;

-- One row: how many leaves there are, and the roots of their full subtrees, largest first, 32 bytes each.
CREATE TABLE log_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    frontier BLOB NOT NULL
) STRICT;
INSERT INTO log_state (one, size, frontier) VALUES (1, 0, x'');

CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT size + 1 FROM log_state)
BEGIN SELECT RAISE(ABORT, 'entries follow each other without gaps'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay'); END;
CREATE TRIGGER entries_hold BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END;
CREATE TRIGGER payloads_stay BEFORE DELETE ON payloads BEGIN SELECT RAISE(ABORT, 'payloads stay'); END;
CREATE TRIGGER payloads_hold BEFORE UPDATE ON payloads BEGIN SELECT RAISE(ABORT, 'payloads stay as they are'); END;
CREATE TRIGGER case_keys_stay BEFORE DELETE ON case_keys BEGIN SELECT RAISE(ABORT, 'case keys stay'); END;
CREATE TRIGGER case_keys_hold BEFORE UPDATE ON case_keys BEGIN SELECT RAISE(ABORT, 'case keys stay as they are'); END;
CREATE TRIGGER log_grows BEFORE UPDATE ON log_state WHEN NEW.size <= OLD.size
BEGIN SELECT RAISE(ABORT, 'the log grows'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log_state BEGIN SELECT RAISE(ABORT, 'the log stays'); END;

-- The rows of lists: the fold of a case without anything that was said. Can be made again from the entries.
CREATE TABLE cases (
    case_id TEXT PRIMARY KEY,
    opened TEXT NOT NULL,
    form TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    last_at TEXT NOT NULL,
    practice INTEGER NOT NULL CHECK (practice IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_by_time ON cases (last_at DESC, case_id);

-- Where the officer left an interview; not part of the case file.
CREATE TABLE places (
    case_id TEXT PRIMARY KEY,
    ref TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealed packets and receipts, by the SHA-256 of their bytes.
CREATE TABLE blobs (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE TRIGGER blobs_hold BEFORE UPDATE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs stay as they are'); END;

-- Keys, certificates, the trust bundle, settings.
CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    data BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose each key slot is. The header beside the store names nobody.
CREATE TABLE users (
    slot TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('officer', 'supervisor'))
) STRICT, WITHOUT ROWID;
