// The roles of the workspace and of a catalog, in the order in which people read them.
import type { CatalogRole, Role } from '../../generated/contract';

export const workspaceRoles = [
  'administrator',
  'agentAdministrator',
  'agentDeveloper',
  'lifecycleAdministrator',
  'catalogCreator',
  'auditor',
] as const satisfies readonly Role[];

export const catalogRoles = [
  'catalogOwner',
  'accessPackageManager',
  'accessPackageAssignmentManager',
  'catalogReader',
] as const satisfies readonly CatalogRole[];
