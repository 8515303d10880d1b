-- Who holds which role in a catalog.

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
