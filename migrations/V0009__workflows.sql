-- Lifecycle workflows for people who sponsor agents: definitions with their versions, runs, and the messages they write.

CREATE TABLE workflows (
  id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name          TEXT NOT NULL COLLATE NOCASE CHECK (length(display_name) BETWEEN 1 AND 256),
  description           TEXT NOT NULL,
  category              TEXT NOT NULL CHECK (category IN ('mover', 'leaver')),
  is_enabled            INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  is_scheduling_enabled INTEGER NOT NULL CHECK (is_scheduling_enabled IN (0, 1)),
  scheduled_at          INTEGER,
  version               INTEGER NOT NULL CHECK (version >= 1),
  created_at            INTEGER NOT NULL,
  modified_at           INTEGER NOT NULL,
  deleted_at            INTEGER,
  purged_at             INTEGER,
  CHECK (is_scheduling_enabled = 0 OR is_enabled = 1),
  CHECK (is_scheduling_enabled = 0 OR deleted_at IS NULL),
  CHECK ((is_scheduling_enabled = 1) = (scheduled_at IS NOT NULL)),
  CHECK (purged_at IS NULL OR deleted_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX workflows_by_name ON workflows (display_name) WHERE deleted_at IS NULL;
CREATE INDEX workflows_to_purge ON workflows (deleted_at) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE TRIGGER workflows_stay_purged BEFORE UPDATE ON workflows WHEN OLD.purged_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a purged workflow stays as its runs knew it'); END;

-- When and for whom, by version. What a trigger or a scope doesn't need is empty.
CREATE TABLE workflow_versions (
  workflow_id       BLOB NOT NULL REFERENCES workflows (id),
  version           INTEGER NOT NULL CHECK (version >= 1),
  created_at        INTEGER NOT NULL,
  trigger_kind      TEXT NOT NULL CHECK (trigger_kind IN ('timeBased', 'attributeChange', 'membershipChange', 'onDemandOnly')),
  date_attribute    TEXT CHECK (date_attribute IN ('employeeHireDate', 'employeeLeaveDateTime')),
  offset_days       INTEGER CHECK (offset_days BETWEEN -180 AND 180),
  attributes        TEXT NOT NULL,
  trigger_group_id  BLOB REFERENCES groups (id),
  membership_change TEXT CHECK (membership_change IN ('added', 'removed')),
  scope_join        TEXT CHECK (scope_join IN ('and', 'or')),
  scope_group_id    BLOB REFERENCES groups (id),
  PRIMARY KEY (workflow_id, version),
  CHECK ((trigger_kind = 'timeBased') = (date_attribute IS NOT NULL)),
  CHECK ((trigger_kind = 'timeBased') = (offset_days IS NOT NULL)),
  CHECK ((trigger_kind = 'attributeChange') = (attributes <> '')),
  CHECK ((trigger_kind = 'membershipChange') = (trigger_group_id IS NOT NULL)),
  CHECK ((trigger_kind = 'membershipChange') = (membership_change IS NOT NULL)),
  CHECK (scope_join IS NULL OR scope_group_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_conditions (
  workflow_id BLOB NOT NULL,
  version     INTEGER NOT NULL,
  number      INTEGER NOT NULL CHECK (number >= 1),
  attribute   TEXT NOT NULL CHECK (attribute IN ('displayName', 'mail', 'employeeId', 'jobTitle', 'department')),
  operator    TEXT NOT NULL CHECK (operator IN ('eq', 'ne', 'startsWith', 'contains')),
  value       TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 256),
  PRIMARY KEY (workflow_id, version, number),
  FOREIGN KEY (workflow_id, version) REFERENCES workflow_versions (workflow_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_tasks (
  workflow_id       BLOB NOT NULL,
  version           INTEGER NOT NULL,
  sequence          INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 25),
  task              TEXT NOT NULL CHECK (task IN ('notifyManager', 'notifyCoSponsors', 'transferToManager')),
  display_name      TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  description       TEXT NOT NULL,
  is_enabled        INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  continue_on_error INTEGER NOT NULL CHECK (continue_on_error IN (0, 1)),
  subject           TEXT,
  body              TEXT,
  locale            TEXT,
  PRIMARY KEY (workflow_id, version, sequence),
  FOREIGN KEY (workflow_id, version) REFERENCES workflow_versions (workflow_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_task_copies (
  workflow_id BLOB NOT NULL,
  version     INTEGER NOT NULL,
  sequence    INTEGER NOT NULL,
  person_id   BLOB NOT NULL REFERENCES people (id),
  PRIMARY KEY (workflow_id, version, sequence, person_id),
  FOREIGN KEY (workflow_id, version, sequence) REFERENCES workflow_tasks (workflow_id, version, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_runs (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  workflow_id    BLOB NOT NULL REFERENCES workflows (id),
  version        INTEGER NOT NULL,
  execution_type TEXT NOT NULL CHECK (execution_type IN ('scheduled', 'onDemand')),
  state          TEXT NOT NULL CHECK (state IN ('queued', 'inProgress', 'completed', 'completedWithErrors', 'canceled', 'failed')),
  due_at         INTEGER NOT NULL,
  completed_at   INTEGER,
  run_by_id      BLOB REFERENCES people (id),
  FOREIGN KEY (workflow_id, version) REFERENCES workflow_versions (workflow_id, version),
  CHECK ((completed_at IS NULL) = (state IN ('queued', 'inProgress')))
) STRICT, WITHOUT ROWID;
CREATE INDEX workflow_runs_queued ON workflow_runs (due_at, workflow_id) WHERE state = 'queued';
CREATE INDEX workflow_runs_by_workflow ON workflow_runs (workflow_id, id);
CREATE TRIGGER workflow_runs_stay_done BEFORE UPDATE ON workflow_runs WHEN OLD.completed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a run that is over stays so'); END;
CREATE TRIGGER workflow_runs_are_never_deleted BEFORE DELETE ON workflow_runs
BEGIN SELECT RAISE(ABORT, 'runs are kept for ever'); END;

CREATE TABLE workflow_people (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  run_id       BLOB NOT NULL REFERENCES workflow_runs (id),
  person_id    BLOB NOT NULL REFERENCES people (id),
  state        TEXT NOT NULL CHECK (state IN ('queued', 'inProgress', 'completed', 'completedWithErrors', 'canceled', 'failed')),
  reason       TEXT,
  completed_at INTEGER,
  UNIQUE (run_id, person_id),
  CHECK ((completed_at IS NULL) = (state IN ('queued', 'inProgress'))),
  CHECK (state <> 'canceled' OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX workflow_people_by_person ON workflow_people (person_id, id);
CREATE TRIGGER workflow_people_stay_done BEFORE UPDATE ON workflow_people WHEN OLD.completed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what a run did for a person stays so'); END;
CREATE TRIGGER workflow_people_are_never_deleted BEFORE DELETE ON workflow_people
BEGIN SELECT RAISE(ABORT, 'runs are kept for ever'); END;

CREATE TABLE workflow_task_results (
  workflow_person_id BLOB NOT NULL REFERENCES workflow_people (id),
  sequence           INTEGER NOT NULL,
  task               TEXT NOT NULL CHECK (task IN ('notifyManager', 'notifyCoSponsors', 'transferToManager')),
  display_name       TEXT NOT NULL,
  state              TEXT NOT NULL CHECK (state IN ('queued', 'inProgress', 'completed', 'completedWithErrors', 'canceled', 'failed')),
  sentence           TEXT NOT NULL,
  saying             TEXT NOT NULL CHECK (json_valid(saying)),
  completed_at       INTEGER NOT NULL,
  PRIMARY KEY (workflow_person_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER workflow_task_results_are_never_changed BEFORE UPDATE ON workflow_task_results
BEGIN SELECT RAISE(ABORT, 'what a task did stays so'); END;

-- The days of people that workflows have dealt with, whether the person was in their scope or not.
CREATE TABLE workflow_occasions (
  workflow_id BLOB NOT NULL REFERENCES workflows (id),
  person_id   BLOB NOT NULL REFERENCES people (id),
  due_at      INTEGER NOT NULL,
  PRIMARY KEY (workflow_id, person_id, due_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_by_hire_date ON people (hired_at) WHERE hired_at IS NOT NULL;
CREATE INDEX people_by_leave_date ON people (coalesce(left_at, leaves_at)) WHERE coalesce(left_at, leaves_at) IS NOT NULL;

CREATE TABLE messages (
  id                 BLOB PRIMARY KEY CHECK (length(id) = 16),
  workflow_person_id BLOB NOT NULL REFERENCES workflow_people (id),
  subject            TEXT NOT NULL,
  body               TEXT NOT NULL,
  locale             TEXT,
  created_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_person ON messages (workflow_person_id);
CREATE TRIGGER messages_are_never_changed BEFORE UPDATE ON messages
BEGIN SELECT RAISE(ABORT, 'messages are never changed'); END;
CREATE TRIGGER messages_are_never_deleted BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'messages are kept for ever'); END;

-- Each recipient finds the message in their inbox as a notice.
CREATE TABLE message_recipients (
  message_id BLOB NOT NULL REFERENCES messages (id),
  person_id  BLOB NOT NULL REFERENCES people (id),
  is_copy    INTEGER NOT NULL CHECK (is_copy IN (0, 1)),
  notice_id  BLOB NOT NULL UNIQUE REFERENCES notices (id),
  PRIMARY KEY (message_id, person_id)
) STRICT, WITHOUT ROWID;
