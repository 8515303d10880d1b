// Which assignments the address asks for: links from packages, agents and Home lead to exactly the rows they count.
import type { AssignmentFilter } from '../../generated/contract';
import { asked, askedOneOf } from '../../shared/navigation';

export const standings = ['all', 'yes', 'no'] as const;
export type Standing = (typeof standings)[number];

export const askedStanding = (): Standing => askedOneOf('inForce', standings) ?? 'yes';

/** How the rows are shown: as a table, or as bars over so many days. */
export const pictures = { table: 0, months: 90, year: 365 } as const;
export type Picture = keyof typeof pictures;

export const askedPicture = (): Picture => askedOneOf('as', Object.keys(pictures) as Picture[]) ?? 'table';

/** By how many halves of itself the picture was moved into the future. */
export const askedHalves = (): number => Number.parseInt(asked('halves') ?? '0', 10) || 0;

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
