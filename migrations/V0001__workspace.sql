-- The workspace itself, its history and what its processes tell each other.
--
-- House rules of every table: STRICT; ids are 16-byte UUIDs; times are integer milliseconds UTC in columns named …_at;
-- enumerations are TEXT with a CHECK that lists their terms.

CREATE TABLE people (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name  TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  email         TEXT NOT NULL COLLATE NOCASE CHECK (email LIKE '_%@_%'),
  employee_id   TEXT,
  job_title     TEXT,
  department    TEXT,
  manager_id    BLOB REFERENCES people (id),
  hired_at      INTEGER,
  leaves_at     INTEGER,
  left_at       INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX people_by_email ON people (email);
CREATE UNIQUE INDEX people_by_employee_id ON people (employee_id) WHERE employee_id IS NOT NULL;
CREATE INDEX people_by_manager ON people (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX people_by_name ON people (display_name COLLATE NOCASE, id);
CREATE INDEX people_by_leaving ON people (leaves_at) WHERE leaves_at IS NOT NULL AND left_at IS NULL;

-- Roles in the whole workspace; each is held by one person, or by whoever is in a group.
CREATE TABLE role_appointments (
  person_id BLOB REFERENCES people (id),
  group_id  BLOB REFERENCES groups (id),
  role      TEXT NOT NULL CHECK (role IN ('administrator', 'agentAdministrator', 'agentDeveloper',
    'lifecycleAdministrator', 'auditor', 'catalogCreator')),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX role_appointments_of_person ON role_appointments (person_id, role) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX role_appointments_of_group ON role_appointments (group_id, role) WHERE group_id IS NOT NULL;
CREATE INDEX role_appointments_by_role ON role_appointments (role);

-- The hash carries its algorithm, version and costs, so that one of smaller costs is made anew at the next sign-in.
CREATE TABLE passphrases (
  person_id   BLOB PRIMARY KEY REFERENCES people (id),
  hash        TEXT NOT NULL CHECK (hash LIKE '$argon2id$%'),
  must_change INTEGER NOT NULL CHECK (must_change IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace (
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  -- By this the history names the workspace, and tokens and whoever checks them their tenant.
  id             BLOB NOT NULL CHECK (length(id) = 16),
  name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
  kind           TEXT NOT NULL CHECK (kind IN ('live', 'training')),
  created_at     INTEGER NOT NULL,
  clock_ahead_ms INTEGER NOT NULL DEFAULT 0 CHECK (clock_ahead_ms >= 0),
  custodian_id   BLOB NOT NULL REFERENCES people (id),
  reminder_days  TEXT NOT NULL,
  -- Quotas: what is soft-deleted counts, what is permanently deleted doesn't.
  max_blueprints           INTEGER NOT NULL CHECK (max_blueprints BETWEEN 1 AND 100000),
  max_agents_per_blueprint INTEGER NOT NULL CHECK (max_agents_per_blueprint BETWEEN 1 AND 100000),
  CHECK (kind = 'training' OR clock_ahead_ms = 0)
) STRICT;
CREATE TRIGGER workspace_kind_never_changes BEFORE UPDATE OF kind, created_at ON workspace
BEGIN SELECT RAISE(ABORT, 'the kind of a workspace never changes'); END;
CREATE TRIGGER workspace_keeps_its_id BEFORE UPDATE OF id ON workspace
BEGIN SELECT RAISE(ABORT, 'a workspace keeps its id'); END;
CREATE TRIGGER workspace_is_made_once BEFORE INSERT ON workspace WHEN EXISTS (SELECT 1 FROM workspace)
BEGIN SELECT RAISE(ABORT, 'the kind of a workspace never changes'); END;
CREATE TRIGGER workspace_clock_moves_forward BEFORE UPDATE OF clock_ahead_ms ON workspace
WHEN NEW.clock_ahead_ms < OLD.clock_ahead_ms
BEGIN SELECT RAISE(ABORT, 'the training clock only moves forward'); END;
CREATE TRIGGER workspace_is_never_deleted BEFORE DELETE ON workspace
BEGIN SELECT RAISE(ABORT, 'a workspace keeps its own record'); END;

-- The history. Each record's hash covers the record and the hash before it; `about` names every thing that it concerns.
CREATE TABLE audit_records (
  seq           INTEGER PRIMARY KEY CHECK (seq >= 1),
  recorded_at   INTEGER NOT NULL,
  occurred_at   INTEGER NOT NULL,
  actor_id      BLOB CHECK (length(actor_id) = 16),
  origin        TEXT NOT NULL,
  activity      TEXT NOT NULL,
  subject_type  TEXT NOT NULL,
  subject_id    BLOB NOT NULL CHECK (length(subject_id) = 16),
  sentence      TEXT NOT NULL,
  changes       TEXT NOT NULL CHECK (json_valid(changes)),
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash          BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  CHECK (occurred_at <= recorded_at)
) STRICT;
CREATE INDEX audit_records_by_actor ON audit_records (actor_id, seq) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_records_by_activity ON audit_records (activity, seq);
CREATE INDEX audit_records_by_time ON audit_records (recorded_at, seq);
-- What was done five minutes or more after it fell due, because nothing was running: the catch-up card.
CREATE INDEX audit_records_late ON audit_records (seq) WHERE recorded_at - occurred_at >= 300000;

CREATE TABLE audit_subjects (
  subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
  seq        INTEGER NOT NULL REFERENCES audit_records (seq),
  PRIMARY KEY (subject_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_subjects_by_record ON audit_subjects (seq, subject_id);

CREATE TRIGGER audit_records_are_linked BEFORE INSERT ON audit_records
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_records)
  OR NEW.previous_hash <> coalesce((SELECT hash FROM audit_records ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'an audit record follows the last one'); END;
CREATE TRIGGER audit_records_are_never_changed BEFORE UPDATE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;
CREATE TRIGGER audit_records_are_never_deleted BEFORE DELETE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END;
CREATE TRIGGER audit_subjects_are_never_changed BEFORE UPDATE ON audit_subjects
BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;
CREATE TRIGGER audit_subjects_are_never_deleted BEFORE DELETE ON audit_subjects
BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END;

-- Up to which record each person has put the catch-up card away.
CREATE TABLE catch_up_dismissals (
  person_id BLOB PRIMARY KEY REFERENCES people (id),
  seq       INTEGER NOT NULL REFERENCES audit_records (seq)
) STRICT, WITHOUT ROWID;

-- What each commit changed, for open windows of this and other processes.
CREATE TABLE changes (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  tags TEXT NOT NULL
) STRICT;
