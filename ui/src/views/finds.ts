// What the palette finds by name: agents, people and packages, a few of each.
import type { Client } from '../generated/contract';
import type { PaletteEntry } from '../shared/palette';
import { t } from '../shared/i18n';

const FEW = 6;

/** Asks for all three at once; a kind that is refused is left out, because the others still help. */
export async function findObjects(
  desk: Client,
  typed: string,
  go: (path: string) => void,
): Promise<readonly PaletteEntry[]> {
  const filter = { search: typed };
  const none = { rows: [] };
  const [agents, people, packages] = await Promise.all([
    desk.listAgents({ filter, limit: FEW }).catch(() => none),
    desk.listPeople({ filter, limit: FEW }).catch(() => none),
    desk.listAccessPackages({ filter, limit: FEW }).catch(() => none),
  ]);
  return [
    ...agents.rows.map<PaletteEntry>((agent) => ({
      id: `agent-${agent.id}`,
      label: agent.displayName,
      hint: agent.blueprint?.displayName,
      group: t('place.agents'),
      icon: 'agent',
      run: () => go(`/agents/${agent.id}`),
    })),
    ...people.rows.map<PaletteEntry>((person) => ({
      id: `person-${person.id}`,
      label: person.displayName,
      hint: person.email,
      group: t('place.people'),
      icon: 'person',
      run: () => go(`/people/${person.id}`),
    })),
    ...packages.rows.map<PaletteEntry>((accessPackage) => ({
      id: `package-${accessPackage.id}`,
      label: accessPackage.displayName,
      hint: accessPackage.catalog.displayName,
      group: t('place.packages'),
      icon: 'package',
      run: () => go(`/access-packages/${accessPackage.id}`),
    })),
  ];
}
