-- Groups, applications, directory roles, and the agents with those who answer for them.

CREATE TABLE groups (
  id                 BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name       TEXT NOT NULL COLLATE NOCASE CHECK (length(display_name) BETWEEN 1 AND 256),
  description        TEXT NOT NULL,
  kind               TEXT NOT NULL CHECK (kind IN ('security', 'unified', 'dynamic')),
  is_role_assignable INTEGER NOT NULL CHECK (is_role_assignable IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX groups_by_name ON groups (display_name);

CREATE TABLE group_people (
  group_id  BLOB NOT NULL REFERENCES groups (id),
  person_id BLOB NOT NULL REFERENCES people (id),
  PRIMARY KEY (group_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_people_by_person ON group_people (person_id);

CREATE TABLE applications (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  app_id       BLOB NOT NULL UNIQUE CHECK (length(app_id) = 16),
  display_name TEXT NOT NULL COLLATE NOCASE CHECK (length(display_name) BETWEEN 1 AND 256)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX applications_by_name ON applications (display_name);

CREATE TABLE app_roles (
  application_id      BLOB NOT NULL REFERENCES applications (id),
  id                  BLOB NOT NULL CHECK (length(id) = 16),
  value               TEXT NOT NULL,
  display_name        TEXT NOT NULL,
  allows_applications INTEGER NOT NULL CHECK (allows_applications IN (0, 1)),
  is_enabled          INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  PRIMARY KEY (application_id, id),
  UNIQUE (application_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE scopes (
  application_id BLOB NOT NULL REFERENCES applications (id),
  id             BLOB NOT NULL CHECK (length(id) = 16),
  value          TEXT NOT NULL,
  display_name   TEXT NOT NULL,
  is_enabled     INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  PRIMARY KEY (application_id, id),
  UNIQUE (application_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_roles (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name  TEXT NOT NULL COLLATE NOCASE,
  description   TEXT NOT NULL,
  is_privileged INTEGER NOT NULL CHECK (is_privileged IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX directory_roles_by_name ON directory_roles (display_name);

CREATE TABLE blueprints (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  app_id       BLOB NOT NULL UNIQUE CHECK (length(app_id) = 16),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  description  TEXT NOT NULL,
  is_enabled   INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  deleted_at   INTEGER,
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blueprint_principals (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  blueprint_id BLOB NOT NULL UNIQUE REFERENCES blueprints (id),
  display_name TEXT NOT NULL,
  is_enabled   INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  deleted_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE agents (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  blueprint_id BLOB NOT NULL REFERENCES blueprints (id),
  state        TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'held', 'softDeleted')),
  tags         TEXT NOT NULL CHECK (json_valid(tags)),
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX agents_by_name ON agents (display_name COLLATE NOCASE, id);
CREATE INDEX agents_by_blueprint ON agents (blueprint_id);
CREATE INDEX agents_by_state ON agents (state);

CREATE TABLE agent_users (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  agent_id      BLOB NOT NULL UNIQUE REFERENCES agents (id),
  display_name  TEXT NOT NULL,
  mail_nickname TEXT NOT NULL,
  is_enabled    INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  manager_id    BLOB REFERENCES people (id)
) STRICT, WITHOUT ROWID;

-- A sponsor is one person or one group.
CREATE TABLE agent_sponsors (
  agent_id  BLOB NOT NULL REFERENCES agents (id),
  person_id BLOB REFERENCES people (id),
  group_id  BLOB REFERENCES groups (id),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX agent_sponsors_people ON agent_sponsors (agent_id, person_id) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX agent_sponsors_groups ON agent_sponsors (agent_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX agent_sponsors_by_person ON agent_sponsors (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX agent_sponsors_by_group ON agent_sponsors (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE agent_owners (
  agent_id  BLOB NOT NULL REFERENCES agents (id),
  person_id BLOB NOT NULL REFERENCES people (id),
  PRIMARY KEY (agent_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_owners_by_person ON agent_owners (person_id);

CREATE TABLE blueprint_sponsors (
  blueprint_id BLOB NOT NULL REFERENCES blueprints (id),
  person_id    BLOB REFERENCES people (id),
  group_id     BLOB REFERENCES groups (id),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX blueprint_sponsors_people ON blueprint_sponsors (blueprint_id, person_id) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX blueprint_sponsors_groups ON blueprint_sponsors (blueprint_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX blueprint_sponsors_by_person ON blueprint_sponsors (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE blueprint_owners (
  blueprint_id BLOB NOT NULL REFERENCES blueprints (id),
  person_id    BLOB NOT NULL REFERENCES people (id),
  PRIMARY KEY (blueprint_id, person_id)
) STRICT, WITHOUT ROWID;

-- Who answers for an agent: its sponsors, in person or as members of a sponsoring group, and its owners. A person may
-- stand here several times for one agent.
CREATE VIEW answered_for (agent_id, person_id) AS
  SELECT agent_id, person_id FROM agent_sponsors WHERE person_id IS NOT NULL
  UNION ALL
  SELECT s.agent_id, m.person_id FROM agent_sponsors s JOIN group_people m ON m.group_id = s.group_id
  UNION ALL
  SELECT agent_id, person_id FROM agent_owners;
