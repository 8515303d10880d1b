import type { RightKind, RightView } from '../../generated/contract';

/** An API permission as the commands take it. */
export interface PermissionChoice {
  resource: string;
  permission: string;
  kind: RightKind;
}

/** The permission of a row. */
export function choiceOf(right: RightView): PermissionChoice {
  return { resource: right.originId, permission: right.roleId ?? '', kind: right.kind };
}

/** What tells one permission from another. */
export function keyOf(right: RightView): string {
  return [right.kind, right.originId, right.roleId].join(' ');
}

/** A permission in words. */
export function nameOf(right: RightView): string {
  return `${right.originName}: ${right.roleName}`;
}
