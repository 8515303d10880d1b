-- API permissions in layers that are kept apart: what a blueprint declares to need, what of it flows on to its agents, and
-- what was consented to on its principal. What was consented to on one agent is a direct grant. Nothing is copied from a
-- blueprint to its agents: what they inherit is worked out when it is read. Rows are kept for ever, each with its time, so
-- that it can be told what held at any instant.

CREATE TABLE declared_permissions (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  blueprint_id   BLOB NOT NULL REFERENCES blueprints (id),
  right_kind     TEXT NOT NULL CHECK (right_kind IN ('appRole', 'delegatedPermission')),
  application_id BLOB NOT NULL REFERENCES applications (id),
  role_id        BLOB NOT NULL CHECK (length(role_id) = 16),
  starts_at      INTEGER NOT NULL,
  withdrawn_at   INTEGER,
  CHECK (withdrawn_at IS NULL OR withdrawn_at >= starts_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX declared_permissions_once ON declared_permissions (blueprint_id, application_id, right_kind, role_id)
  WHERE withdrawn_at IS NULL;
CREATE INDEX declared_permissions_by_blueprint ON declared_permissions (blueprint_id, application_id);

CREATE TABLE inheritable_permissions (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  blueprint_id   BLOB NOT NULL REFERENCES blueprints (id),
  application_id BLOB NOT NULL REFERENCES applications (id),
  scopes         TEXT NOT NULL CHECK (scopes IN ('allAllowed', 'none')),
  roles          TEXT NOT NULL CHECK (roles IN ('allAllowed', 'none')),
  starts_at      INTEGER NOT NULL,
  withdrawn_at   INTEGER,
  CHECK (withdrawn_at IS NULL OR withdrawn_at >= starts_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX inheritable_permissions_once ON inheritable_permissions (blueprint_id, application_id)
  WHERE withdrawn_at IS NULL;
CREATE INDEX inheritable_permissions_by_blueprint ON inheritable_permissions (blueprint_id, application_id);

CREATE TABLE consents (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  principal_id   BLOB NOT NULL REFERENCES blueprint_principals (id),
  right_kind     TEXT NOT NULL CHECK (right_kind IN ('appRole', 'delegatedPermission')),
  application_id BLOB NOT NULL REFERENCES applications (id),
  role_id        BLOB NOT NULL CHECK (length(role_id) = 16),
  starts_at      INTEGER NOT NULL,
  withdrawn_at   INTEGER,
  CHECK (withdrawn_at IS NULL OR withdrawn_at >= starts_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX consents_once ON consents (principal_id, application_id, right_kind, role_id)
  WHERE withdrawn_at IS NULL;
CREATE INDEX consents_by_principal ON consents (principal_id, application_id);

CREATE TRIGGER declared_permissions_are_only_withdrawn BEFORE UPDATE ON declared_permissions
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.blueprint_id <> OLD.blueprint_id
  OR NEW.application_id <> OLD.application_id OR NEW.role_id <> OLD.role_id OR NEW.starts_at <> OLD.starts_at
BEGIN SELECT RAISE(ABORT, 'a declaration is only withdrawn, once'); END;
CREATE TRIGGER declared_permissions_are_never_deleted BEFORE DELETE ON declared_permissions
BEGIN SELECT RAISE(ABORT, 'declarations are kept for ever'); END;
CREATE TRIGGER inheritable_permissions_are_only_withdrawn BEFORE UPDATE ON inheritable_permissions
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.blueprint_id <> OLD.blueprint_id
  OR NEW.application_id <> OLD.application_id OR NEW.scopes <> OLD.scopes OR NEW.roles <> OLD.roles
  OR NEW.starts_at <> OLD.starts_at
BEGIN SELECT RAISE(ABORT, 'an entry of an inheritable list is only withdrawn, once'); END;
CREATE TRIGGER inheritable_permissions_are_never_deleted BEFORE DELETE ON inheritable_permissions
BEGIN SELECT RAISE(ABORT, 'inheritable lists are kept for ever'); END;
CREATE TRIGGER inheritable_permissions_are_at_most_ten BEFORE INSERT ON inheritable_permissions
WHEN (SELECT count(*) FROM inheritable_permissions
      WHERE blueprint_id = NEW.blueprint_id AND withdrawn_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'an inheritable list names at most ten APIs'); END;
CREATE TRIGGER consents_are_only_withdrawn BEFORE UPDATE ON consents
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.principal_id <> OLD.principal_id
  OR NEW.application_id <> OLD.application_id OR NEW.role_id <> OLD.role_id OR NEW.starts_at <> OLD.starts_at
BEGIN SELECT RAISE(ABORT, 'a consent is only revoked, once'); END;
CREATE TRIGGER consents_are_never_deleted BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'consents are kept for ever'); END;
