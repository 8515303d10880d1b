-- Who holds which role in a catalog, how people prove who they are, and what each chose for themselves.

CREATE TABLE catalog_role_appointments (
  catalog_id BLOB NOT NULL REFERENCES catalogs (id) ON DELETE CASCADE,
  role       TEXT NOT NULL CHECK (role IN ('catalogOwner', 'catalogReader', 'accessPackageManager',
    'accessPackageAssignmentManager')),
  person_id  BLOB REFERENCES people (id),
  group_id   BLOB REFERENCES groups (id),
  CHECK ((person_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX catalog_role_appointments_of_person ON catalog_role_appointments (person_id, catalog_id, role)
  WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX catalog_role_appointments_of_group ON catalog_role_appointments (group_id, catalog_id, role)
  WHERE group_id IS NOT NULL;
CREATE INDEX catalog_role_appointments_by_catalog ON catalog_role_appointments (catalog_id);

-- The roles that each person holds, in person or as a member of a group. One may stand here several times.
CREATE VIEW roles_held (person_id, role) AS
  SELECT person_id, role FROM role_appointments WHERE person_id IS NOT NULL
  UNION ALL
  SELECT m.person_id, r.role FROM role_appointments r JOIN group_people m ON m.group_id = r.group_id;
CREATE VIEW catalog_roles_held (catalog_id, person_id, role) AS
  SELECT catalog_id, person_id, role FROM catalog_role_appointments WHERE person_id IS NOT NULL
  UNION ALL
  SELECT r.catalog_id, m.person_id, r.role FROM catalog_role_appointments r JOIN group_people m ON m.group_id = r.group_id;

-- Wrong tries in a row, by the digest of the address that was typed: whether anybody has the address makes no difference.
CREATE TABLE sign_in_failures (
  address_digest BLOB PRIMARY KEY CHECK (length(address_digest) = 32),
  failures       INTEGER NOT NULL CHECK (failures >= 1),
  last_failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_failed_at);

-- The code with which an administrator who lost their passphrase gets in again. There is one at a time.
CREATE TABLE recovery_codes (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  hash TEXT NOT NULL CHECK (hash LIKE '$argon2id$%')
) STRICT;

CREATE TABLE personal_settings (
  person_id          BLOB PRIMARY KEY REFERENCES people (id),
  lock_after_minutes INTEGER NOT NULL CHECK (lock_after_minutes BETWEEN 1 AND 480),
  notification_level TEXT NOT NULL CHECK (notification_level IN ('all', 'actionNeeded', 'urgent', 'nothing')),
  -- Minutes since midnight, by the clock on the wall.
  quiet_from         INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to           INTEGER CHECK (quiet_to BETWEEN 0 AND 1439 AND quiet_to <> quiet_from),
  -- A JSON list of days of the week.
  quiet_days         TEXT NOT NULL CHECK (json_type(quiet_days) = 'array' AND json_array_length(quiet_days) < 7),
  digest_at          INTEGER CHECK (digest_at BETWEEN 0 AND 1439),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
) STRICT, WITHOUT ROWID;
