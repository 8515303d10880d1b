-- Who may ask under a policy, what they are asked, and what they answered.

-- Groups whose member agents a policy for chosen agents covers.
CREATE TABLE policy_target_groups (
  policy_id BLOB NOT NULL REFERENCES policies (id),
  group_id  BLOB NOT NULL REFERENCES groups (id),
  PRIMARY KEY (policy_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_on_behalf_requestors (
  policy_id BLOB NOT NULL REFERENCES policies (id),
  kind      TEXT NOT NULL CHECK (kind IN ('targetAgentIdentitySponsorsOrOwners', 'targetManager')),
  PRIMARY KEY (policy_id, kind)
) STRICT, WITHOUT ROWID;
-- Whose agents' user accounts a person manages: they may act for these agents where a policy says so.
CREATE INDEX agent_users_by_manager ON agent_users (manager_id) WHERE manager_id IS NOT NULL;

CREATE TABLE policy_questions (
  id                 BLOB PRIMARY KEY CHECK (length(id) = 16),
  policy_id          BLOB NOT NULL REFERENCES policies (id),
  position           INTEGER NOT NULL,
  kind               TEXT NOT NULL CHECK (kind IN ('shortText', 'longText', 'multipleChoice')),
  text               TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 256),
  is_required        INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  is_answer_editable INTEGER NOT NULL CHECK (is_answer_editable IN (0, 1)),
  pattern            TEXT CHECK (length(pattern) BETWEEN 1 AND 512),
  UNIQUE (policy_id, position),
  CHECK (pattern IS NULL OR kind <> 'multipleChoice')
) STRICT, WITHOUT ROWID;

CREATE TABLE question_choices (
  question_id BLOB NOT NULL REFERENCES policy_questions (id),
  position    INTEGER NOT NULL,
  value       TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 256),
  text        TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 256),
  PRIMARY KEY (question_id, position),
  UNIQUE (question_id, value)
) STRICT, WITHOUT ROWID;

-- The words of a question, and of its choices, in other languages. Choice 0 is the question itself.
CREATE TABLE question_localizations (
  question_id   BLOB NOT NULL REFERENCES policy_questions (id),
  choice        INTEGER NOT NULL CHECK (choice >= 0),
  language_code TEXT NOT NULL COLLATE NOCASE CHECK (length(language_code) BETWEEN 2 AND 35),
  text          TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 256),
  PRIMARY KEY (question_id, choice, language_code)
) STRICT, WITHOUT ROWID;

-- With the words that were read when the answer was given: the question may be gone by the time an approver reads it.
CREATE TABLE request_answers (
  request_id    BLOB NOT NULL REFERENCES requests (id),
  position      INTEGER NOT NULL,
  question_id   BLOB NOT NULL CHECK (length(question_id) = 16),
  question      TEXT NOT NULL,
  value         TEXT NOT NULL,
  display_value TEXT NOT NULL,
  PRIMARY KEY (request_id, position),
  UNIQUE (request_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER request_answers_are_never_changed BEFORE UPDATE ON request_answers
BEGIN SELECT RAISE(ABORT, 'what was answered never changes'); END;
CREATE TRIGGER request_answers_are_never_deleted BEFORE DELETE ON request_answers
BEGIN SELECT RAISE(ABORT, 'answers are kept for ever'); END;

-- What couldn't be given, and why, for each try. The name is of then: the role may be gone.
CREATE TABLE delivery_failures (
  request_id       BLOB NOT NULL REFERENCES requests (id),
  attempt          INTEGER NOT NULL CHECK (attempt >= 1),
  resource_role_id BLOB NOT NULL CHECK (length(resource_role_id) = 16),
  role_name        TEXT NOT NULL,
  reason           TEXT NOT NULL CHECK (reason IN
    ('removed', 'blocked', 'closedToAgents', 'privilegedActive', 'timeOver')),
  failed_at        INTEGER NOT NULL,
  PRIMARY KEY (request_id, attempt, resource_role_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_failures_are_never_changed BEFORE UPDATE ON delivery_failures
BEGIN SELECT RAISE(ABORT, 'what failed is kept as it was'); END;
CREATE TRIGGER delivery_failures_are_never_deleted BEFORE DELETE ON delivery_failures
BEGIN SELECT RAISE(ABORT, 'what failed is kept for ever'); END;
