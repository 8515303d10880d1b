// Which assignments the address asks for: links from packages, agents and Home lead to exactly the rows they count.
import type { AssignmentFilter } from '../../generated/contract';
import { asked, askedOneOf } from '../../shared/navigation';

export const standings = ['all', 'yes', 'no'] as const;
export type Standing = (typeof standings)[number];

export const askedStanding = (): Standing => askedOneOf('inForce', standings) ?? 'yes';

export function askedAssignments(): AssignmentFilter {
  const standing = askedStanding();
  return {
    search: asked('search'),
    inForce: standing === 'all' ? undefined : standing === 'yes',
    mine: asked('mine') ? true : undefined,
    agentId: asked('agent'),
    accessPackageId: asked('package'),
  };
}
