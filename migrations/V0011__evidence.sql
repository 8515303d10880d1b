-- Evidence beside the history: checkpoints of it, when processes ran, and when each due thing was done.

-- What somebody may have noted down elsewhere: how many records there were and the hash of the last, signed.
CREATE TABLE audit_checkpoints (
  seq     INTEGER PRIMARY KEY REFERENCES audit_records (seq),
  made_at INTEGER NOT NULL,
  line    TEXT NOT NULL CHECK (line LIKE 'CHAPERONE:1:%')
) STRICT;
CREATE TRIGGER audit_checkpoints_are_never_changed BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER audit_checkpoints_are_never_deleted BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END;

-- From when to when a process looked after this workspace; `seen_at` moves ahead now and then while it does.
CREATE TABLE run_spans (
  id         INTEGER PRIMARY KEY,
  started_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  CHECK (seen_at >= started_at)
) STRICT;
CREATE INDEX run_spans_by_end ON run_spans (seen_at);
CREATE TRIGGER run_spans_only_grow BEFORE UPDATE ON run_spans
WHEN NEW.started_at <> OLD.started_at OR NEW.seen_at < OLD.seen_at
BEGIN SELECT RAISE(ABORT, 'a span in which a process ran only grows'); END;
CREATE TRIGGER run_spans_are_never_deleted BEFORE DELETE ON run_spans
BEGIN SELECT RAISE(ABORT, 'spans in which a process ran are kept for ever'); END;

-- Each thing that fell due by itself and was done. `known_at` is later than `due_at` for what was entered only after its
-- instant, such as a departure in the past. The kinds are those of the rules; new rules bring new ones.
CREATE TABLE due_ledger (
  seq        INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
  due_at     INTEGER NOT NULL,
  known_at   INTEGER NOT NULL,
  done_at    INTEGER NOT NULL,
  sentence   TEXT NOT NULL,
  CHECK (due_at <= known_at AND known_at <= done_at)
) STRICT;
CREATE INDEX due_ledger_by_done ON due_ledger (done_at);
CREATE TRIGGER due_ledger_is_never_changed BEFORE UPDATE ON due_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger of due things is never changed'); END;
CREATE TRIGGER due_ledger_is_never_deleted BEFORE DELETE ON due_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger of due things is never deleted from'); END;
