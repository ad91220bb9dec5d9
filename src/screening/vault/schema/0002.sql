-- Cases whose contents were destroyed: all that was entered before `seq`. Only that may lose its payloads; leaves stay.
CREATE TABLE erased (
    case_id TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES entries (seq),
    PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER erased_after_its_entry BEFORE INSERT ON erased
WHEN NOT EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq AND kind = 'erased')
BEGIN SELECT RAISE(ABORT, 'an erasure stands in the log first'); END;
CREATE TRIGGER erased_stay BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'erasures stay'); END;
CREATE TRIGGER erased_hold BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'erasures stay as they are'); END;

DROP TRIGGER payloads_stay;
CREATE TRIGGER payloads_stay BEFORE DELETE ON payloads
WHEN NOT EXISTS (
    SELECT 1 FROM entries e JOIN erased x ON x.case_id = e.case_id AND x.seq > e.seq WHERE e.seq = OLD.seq
)
BEGIN SELECT RAISE(ABORT, 'payloads stay'); END;
DROP TRIGGER case_keys_stay;
CREATE TRIGGER case_keys_stay BEFORE DELETE ON case_keys
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE case_id = OLD.case_id)
    OR EXISTS (SELECT 1 FROM entries e JOIN payloads p USING (seq) WHERE e.case_id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, 'case keys stay'); END;

-- Files kept with a case: each encrypted beside the store under a key of its own, which stands only here.
CREATE TABLE attachments (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT NOT NULL,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_of_case ON attachments (case_id);
CREATE TRIGGER attachments_hold BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'attachments stay as they are'); END;

-- What can be found in an entry: its row is the entry's seq. No text stands here, only the index of it.
CREATE VIRTUAL TABLE findable USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
INSERT INTO findable (findable, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE findable_keys USING fts5vocab (findable, instance);

-- How far the search index goes: entries behind it are taken in when the store is opened.
CREATE TABLE findable_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
) STRICT;
INSERT INTO findable_state (one, seq) VALUES (1, 0);

-- Filters of lists.
CREATE INDEX cases_by_state ON cases (state, last_at DESC, case_id);
CREATE INDEX cases_by_form ON cases (form, last_at DESC, case_id);
CREATE INDEX cases_urgent ON cases (last_at DESC, case_id) WHERE urgent = 1;
