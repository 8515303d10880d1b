-- Catalogs, resources, access packages and their policies, and which packages exclude each other.
--
-- Requests and assignments are kept for ever and name what they were about, so nothing here is deleted: a catalog, resource
-- or package that is deleted stays as a row that only the history still reads.

CREATE TABLE catalogs (
  id              BLOB PRIMARY KEY CHECK (length(id) = 16),
  display_name    TEXT NOT NULL COLLATE NOCASE CHECK (length(display_name) BETWEEN 1 AND 256),
  description     TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('unpublished', 'published')),
  privilege_level TEXT NOT NULL CHECK (privilege_level IN ('standard', 'privileged')),
  created_at      INTEGER NOT NULL,
  deleted_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX catalogs_by_name ON catalogs (display_name) WHERE deleted_at IS NULL;
CREATE TRIGGER catalogs_are_deleted_empty BEFORE UPDATE OF deleted_at ON catalogs
WHEN NEW.deleted_at IS NOT NULL AND (
     EXISTS (SELECT 1 FROM access_packages p WHERE p.catalog_id = NEW.id AND p.deleted_at IS NULL)
  OR EXISTS (SELECT 1 FROM resources r WHERE r.catalog_id = NEW.id AND r.removed_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'only an empty catalog is deleted'); END;

CREATE TABLE resources (
  id         BLOB PRIMARY KEY CHECK (length(id) = 16),
  catalog_id BLOB NOT NULL REFERENCES catalogs (id),
  kind       TEXT NOT NULL CHECK (kind IN ('group', 'application', 'directoryRole')),
  origin_id  BLOB NOT NULL CHECK (length(origin_id) = 16),
  removed_at INTEGER,
  UNIQUE (catalog_id, kind, origin_id),
  UNIQUE (id, catalog_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resources_by_origin ON resources (origin_id);

CREATE TABLE resource_roles (
  id          BLOB PRIMARY KEY CHECK (length(id) = 16),
  resource_id BLOB NOT NULL,
  catalog_id  BLOB NOT NULL,
  right_kind  TEXT NOT NULL CHECK (right_kind IN
    ('groupMembership', 'appRole', 'delegatedPermission', 'directoryRoleActive', 'directoryRoleEligible')),
  origin_id   BLOB NOT NULL CHECK (length(origin_id) = 16),
  role_id     BLOB CHECK (length(role_id) = 16),
  FOREIGN KEY (resource_id, catalog_id) REFERENCES resources (id, catalog_id),
  UNIQUE (id, catalog_id),
  CHECK ((role_id IS NOT NULL) = (right_kind IN ('appRole', 'delegatedPermission')))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resource_roles_once ON resource_roles (resource_id, right_kind, coalesce(role_id, x''));
CREATE INDEX resource_roles_by_right ON resource_roles (origin_id, right_kind);

CREATE TABLE access_packages (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  catalog_id   BLOB NOT NULL REFERENCES catalogs (id),
  display_name TEXT NOT NULL COLLATE NOCASE CHECK (length(display_name) BETWEEN 1 AND 256),
  description  TEXT NOT NULL,
  is_hidden    INTEGER NOT NULL CHECK (is_hidden IN (0, 1)),
  created_at   INTEGER NOT NULL,
  deleted_at   INTEGER,
  UNIQUE (id, catalog_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX access_packages_by_catalog ON access_packages (catalog_id, display_name) WHERE deleted_at IS NULL;
CREATE INDEX access_packages_by_name ON access_packages (display_name, id) WHERE deleted_at IS NULL;
CREATE TRIGGER access_packages_never_move BEFORE UPDATE OF catalog_id ON access_packages
BEGIN SELECT RAISE(ABORT, 'an access package never moves to another catalog'); END;

-- The catalog is part of both keys, so that a package can't hold a role of another catalog's resource.
CREATE TABLE access_package_roles (
  access_package_id BLOB NOT NULL,
  resource_role_id  BLOB NOT NULL,
  catalog_id        BLOB NOT NULL,
  PRIMARY KEY (access_package_id, resource_role_id),
  FOREIGN KEY (access_package_id, catalog_id) REFERENCES access_packages (id, catalog_id),
  FOREIGN KEY (resource_role_id, catalog_id) REFERENCES resource_roles (id, catalog_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_package_roles_by_role ON access_package_roles (resource_role_id);

-- A policy is never rewritten: an edit adds its next wording and points the old one at it, so that a request runs to its end
-- by the wording under which it was filed. What counts now has neither `replaced_by` nor `deleted_at`.
CREATE TABLE policies (
  id                                  BLOB PRIMARY KEY CHECK (length(id) = 16),
  access_package_id                   BLOB NOT NULL REFERENCES access_packages (id),
  display_name                        TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 256),
  scope                               TEXT NOT NULL CHECK (scope IN ('notSpecified',
    'specificDirectoryServicePrincipals', 'allDirectoryAgentIdentities', 'allDirectoryServicePrincipals')),
  expiration                          TEXT NOT NULL CHECK (expiration IN ('noExpiration', 'afterDuration', 'afterDateTime')),
  duration_ms                         INTEGER CHECK (duration_ms BETWEEN 1 AND 3660 * 86400000),
  end_at                              INTEGER,
  extension                           TEXT NOT NULL CHECK (extension IN ('notAllowed', 'withoutApproval', 'withApproval')),
  is_requestor_justification_required INTEGER NOT NULL CHECK (is_requestor_justification_required IN (0, 1)),
  is_enabled                          INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  -- Graph: accessPackageAssignmentRequestorSettings; who else may act stands in policy_on_behalf_requestors.
  enable_targets_to_self_add_access            INTEGER NOT NULL CHECK (enable_targets_to_self_add_access IN (0, 1)),
  enable_targets_to_self_update_access         INTEGER NOT NULL CHECK (enable_targets_to_self_update_access IN (0, 1)),
  enable_targets_to_self_remove_access         INTEGER NOT NULL CHECK (enable_targets_to_self_remove_access IN (0, 1)),
  allow_custom_assignment_schedule             INTEGER NOT NULL CHECK (allow_custom_assignment_schedule IN (0, 1)),
  enable_on_behalf_requestors_to_add_access    INTEGER NOT NULL CHECK (enable_on_behalf_requestors_to_add_access IN (0, 1)),
  enable_on_behalf_requestors_to_update_access INTEGER NOT NULL CHECK (enable_on_behalf_requestors_to_update_access IN (0, 1)),
  enable_on_behalf_requestors_to_remove_access INTEGER NOT NULL CHECK (enable_on_behalf_requestors_to_remove_access IN (0, 1)),
  is_assignment_notification_disabled          INTEGER NOT NULL CHECK (is_assignment_notification_disabled IN (0, 1)),
  position                            INTEGER NOT NULL,
  replaced_by                         BLOB REFERENCES policies (id),
  deleted_at                          INTEGER,
  CHECK ((expiration = 'afterDuration') = (duration_ms IS NOT NULL)),
  CHECK ((expiration = 'afterDateTime') = (end_at IS NOT NULL)),
  CHECK (expiration <> 'noExpiration' OR extension = 'notAllowed')
) STRICT, WITHOUT ROWID;
CREATE INDEX policies_by_package ON policies (access_package_id, position);
CREATE UNIQUE INDEX policies_by_next_wording ON policies (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE TRIGGER policies_stay_replaced BEFORE UPDATE OF replaced_by ON policies
WHEN OLD.replaced_by IS NOT NULL OR NEW.replaced_by = OLD.id OR OLD.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'only the present wording of a policy is replaced, once'); END;
CREATE TRIGGER policies_are_never_deleted BEFORE DELETE ON policies
BEGIN SELECT RAISE(ABORT, 'policies are kept for ever'); END;

CREATE TABLE policy_targets (
  policy_id BLOB NOT NULL REFERENCES policies (id),
  agent_id  BLOB NOT NULL REFERENCES agents (id),
  PRIMARY KEY (policy_id, agent_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_stages (
  policy_id                 BLOB NOT NULL REFERENCES policies (id),
  number                    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 3),
  limit_ms                  INTEGER NOT NULL CHECK (limit_ms > 0),
  is_justification_required INTEGER NOT NULL CHECK (is_justification_required IN (0, 1)),
  escalate_after_ms         INTEGER CHECK (escalate_after_ms > 0),
  PRIMARY KEY (policy_id, number),
  CHECK (escalate_after_ms < limit_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_approvers (
  policy_id     BLOB NOT NULL,
  number        INTEGER NOT NULL,
  list          TEXT NOT NULL CHECK (list IN ('primary', 'fallback', 'alternate', 'fallbackAlternate')),
  position      INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('singleUser', 'groupMembers', 'requestorManager', 'targetManager',
    'targetAgentIdentitySponsorsOrOwners')),
  person_id     BLOB REFERENCES people (id),
  group_id      BLOB REFERENCES groups (id),
  manager_level INTEGER CHECK (manager_level IN (1, 2)),
  PRIMARY KEY (policy_id, number, list, position),
  FOREIGN KEY (policy_id, number) REFERENCES policy_stages (policy_id, number),
  CHECK ((kind = 'singleUser') = (person_id IS NOT NULL)),
  CHECK ((kind = 'groupMembers') = (group_id IS NOT NULL)),
  CHECK ((kind IN ('requestorManager', 'targetManager')) = (manager_level IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Separation of duties. One way: whoever holds the other package, or is a member of the group, can't get the package. A rule
-- that is taken back is deleted; the history has it.
CREATE TABLE incompatible_packages (
  access_package_id              BLOB NOT NULL REFERENCES access_packages (id),
  incompatible_access_package_id BLOB NOT NULL REFERENCES access_packages (id),
  created_at                     INTEGER NOT NULL,
  PRIMARY KEY (access_package_id, incompatible_access_package_id),
  CHECK (access_package_id <> incompatible_access_package_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incompatible_packages_reverse ON incompatible_packages (incompatible_access_package_id, access_package_id);

CREATE TABLE incompatible_groups (
  access_package_id BLOB NOT NULL REFERENCES access_packages (id),
  group_id          BLOB NOT NULL REFERENCES groups (id),
  created_at        INTEGER NOT NULL,
  PRIMARY KEY (access_package_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incompatible_groups_by_group ON incompatible_groups (group_id, access_package_id);
