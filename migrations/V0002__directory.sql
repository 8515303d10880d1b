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

-- Agents, their kinds and the kinds' presence share one course of life: `deleted_at` and `state_before_deletion` tell what a
-- restoring brings back; `cascade_at` is when the family of what was deleted follows, until it has.
CREATE TABLE blueprints (
  id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
  app_id                BLOB NOT NULL UNIQUE CHECK (length(app_id) = 16),
  display_name          TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  description           TEXT NOT NULL,
  state                 TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'held', 'softDeleted', 'purged')),
  deleted_at            INTEGER,
  state_before_deletion TEXT CHECK (state_before_deletion IN ('active', 'disabled', 'held')),
  cascade_at            INTEGER CHECK (cascade_at IS NULL OR deleted_at IS NOT NULL),
  platform              TEXT CHECK (platform IN ('foundry', 'copilotStudio', 'appService', 'teams', 'other')),
  tags                  TEXT NOT NULL CHECK (json_valid(tags)),
  attributes            TEXT NOT NULL CHECK (json_valid(attributes)),
  created_at            INTEGER NOT NULL,
  created_by_id         BLOB REFERENCES people (id),
  created_by_app_id     BLOB CHECK (length(created_by_app_id) = 16),
  CHECK ((state IN ('softDeleted', 'purged')) = (deleted_at IS NOT NULL)),
  CHECK ((deleted_at IS NULL) = (state_before_deletion IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX blueprints_by_name ON blueprints (display_name COLLATE NOCASE, id);
CREATE INDEX blueprints_cascading ON blueprints (cascade_at, id) WHERE cascade_at IS NOT NULL;
CREATE INDEX blueprints_deleted ON blueprints (deleted_at, id) WHERE state = 'softDeleted';
CREATE TRIGGER blueprints_stay_purged BEFORE UPDATE OF state ON blueprints WHEN OLD.state = 'purged' AND NEW.state <> 'purged'
BEGIN SELECT RAISE(ABORT, 'what is permanently deleted stays so'); END;

CREATE TABLE blueprint_principals (
  id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
  blueprint_id          BLOB NOT NULL UNIQUE REFERENCES blueprints (id),
  display_name          TEXT NOT NULL,
  state                 TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'held', 'softDeleted', 'purged')),
  deleted_at            INTEGER,
  state_before_deletion TEXT CHECK (state_before_deletion IN ('active', 'disabled', 'held')),
  cascade_at            INTEGER CHECK (cascade_at IS NULL OR deleted_at IS NOT NULL),
  CHECK ((state IN ('softDeleted', 'purged')) = (deleted_at IS NOT NULL)),
  CHECK ((deleted_at IS NULL) = (state_before_deletion IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX blueprint_principals_cascading ON blueprint_principals (cascade_at, id) WHERE cascade_at IS NOT NULL;
CREATE INDEX blueprint_principals_deleted ON blueprint_principals (deleted_at, id) WHERE state = 'softDeleted';
CREATE TRIGGER blueprint_principals_stay_purged BEFORE UPDATE OF state ON blueprint_principals
WHEN OLD.state = 'purged' AND NEW.state <> 'purged'
BEGIN SELECT RAISE(ABORT, 'what is permanently deleted stays so'); END;

-- Agent identities; and plain service principals, which are no agents, have no blueprint and are governed alike.
CREATE TABLE agents (
  id                    BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind                  TEXT NOT NULL CHECK (kind IN ('agentIdentity', 'servicePrincipal')),
  display_name          TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  description           TEXT NOT NULL,
  blueprint_id          BLOB REFERENCES blueprints (id),
  state                 TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'held', 'softDeleted', 'purged')),
  deleted_at            INTEGER,
  state_before_deletion TEXT CHECK (state_before_deletion IN ('active', 'disabled', 'held')),
  platform              TEXT CHECK (platform IN ('foundry', 'copilotStudio', 'appService', 'teams', 'other')),
  tags                  TEXT NOT NULL CHECK (json_valid(tags)),
  attributes            TEXT NOT NULL CHECK (json_valid(attributes)),
  created_at            INTEGER NOT NULL,
  created_by_id         BLOB REFERENCES people (id),
  created_by_app_id     BLOB CHECK (length(created_by_app_id) = 16),
  CHECK ((kind = 'agentIdentity') = (blueprint_id IS NOT NULL)),
  CHECK ((state IN ('softDeleted', 'purged')) = (deleted_at IS NOT NULL)),
  CHECK ((deleted_at IS NULL) = (state_before_deletion IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX agents_by_name ON agents (display_name COLLATE NOCASE, id);
CREATE INDEX agents_by_blueprint ON agents (blueprint_id, display_name COLLATE NOCASE, id, state)
  WHERE blueprint_id IS NOT NULL;
CREATE INDEX agents_of_kind_by_name ON agents (kind, display_name COLLATE NOCASE, id);
CREATE INDEX agents_by_state ON agents (state, deleted_at, id);
CREATE INDEX agents_of_state_by_name ON agents (state, display_name COLLATE NOCASE, id);
CREATE TRIGGER agents_stay_purged BEFORE UPDATE OF state ON agents WHEN OLD.state = 'purged' AND NEW.state <> 'purged'
BEGIN SELECT RAISE(ABORT, 'what is permanently deleted stays so'); END;

CREATE TABLE agent_users (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  agent_id      BLOB NOT NULL UNIQUE REFERENCES agents (id),
  display_name  TEXT NOT NULL,
  mail_nickname TEXT NOT NULL,
  is_enabled    INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  manager_id    BLOB REFERENCES people (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER agent_users_keep_their_agent BEFORE UPDATE OF agent_id ON agent_users
BEGIN SELECT RAISE(ABORT, 'an agent user belongs to its agent for life'); END;

-- A sponsor is one person or one group.
CREATE TABLE agent_sponsors (
  agent_id  BLOB NOT NULL REFERENCES agents (id),
  person_id BLOB REFERENCES people (id),
  group_id  BLOB REFERENCES groups (id),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
-- Not only where there is a person: it also finds all who sponsor an agent.
CREATE UNIQUE INDEX agent_sponsors_people ON agent_sponsors (agent_id, person_id);
CREATE UNIQUE INDEX agent_sponsors_groups ON agent_sponsors (agent_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX agent_sponsors_by_person ON agent_sponsors (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX agent_sponsors_by_group ON agent_sponsors (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE agent_owners (
  agent_id  BLOB NOT NULL REFERENCES agents (id),
  person_id BLOB NOT NULL REFERENCES people (id),
  PRIMARY KEY (agent_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_owners_by_person ON agent_owners (person_id);

-- Agents and other service principals that own an agent; they act for it elsewhere and answer for nothing here.
CREATE TABLE agent_owner_principals (
  agent_id     BLOB NOT NULL REFERENCES agents (id),
  principal_id BLOB NOT NULL REFERENCES agents (id),
  PRIMARY KEY (agent_id, principal_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blueprint_sponsors (
  blueprint_id BLOB NOT NULL REFERENCES blueprints (id),
  person_id    BLOB REFERENCES people (id),
  group_id     BLOB REFERENCES groups (id),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
-- Not only where there is a person: it also finds all who sponsor a blueprint.
CREATE UNIQUE INDEX blueprint_sponsors_people ON blueprint_sponsors (blueprint_id, person_id);
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
