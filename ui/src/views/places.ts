// The places of the product: what the rail, the palette and the routes agree on.
import type { IconName } from '../shared/icons/paths';
import type { TextKey } from '../shared/i18n';

export type PlaceId =
  | 'home'
  | 'myAgents'
  | 'myAccess'
  | 'approvals'
  | 'agents'
  | 'blueprints'
  | 'people'
  | 'directory'
  | 'workflows'
  | 'packages'
  | 'requests'
  | 'assignments'
  | 'audit'
  | 'training'
  | 'settings';

export interface Place {
  id: PlaceId;
  path: string;
  icon: IconName;
  textKey: TextKey;
}

const place = (id: PlaceId, path: string, icon: IconName): Place => ({ id, path, icon, textKey: `place.${id}` });

export interface PlaceGroup {
  id: 'mine' | 'directory' | 'workspace';
  textKey: TextKey;
  places: readonly Place[];
}

export const placeGroups: readonly PlaceGroup[] = [
  {
    id: 'mine',
    textKey: 'navigation.mine',
    places: [
      place('home', '/', 'home'),
      place('myAgents', '/my-agents', 'sponsor'),
      place('myAccess', '/my-access', 'myAccess'),
      place('approvals', '/approvals', 'approvals'),
    ],
  },
  {
    id: 'directory',
    textKey: 'navigation.directory',
    places: [
      place('agents', '/agents', 'agent'),
      place('blueprints', '/blueprints', 'blueprint'),
      place('people', '/people', 'people'),
      place('directory', '/directory', 'group'),
      place('workflows', '/workflows', 'workflow'),
      place('packages', '/access-packages', 'package'),
      place('requests', '/requests', 'request'),
      place('assignments', '/assignments', 'assignment'),
    ],
  },
  {
    id: 'workspace',
    textKey: 'navigation.workspace',
    places: [
      place('audit', '/audit', 'audit'),
      place('training', '/training', 'training'),
      place('settings', '/settings', 'settings'),
    ],
  },
];

export const places: readonly Place[] = placeGroups.flatMap((group) => group.places);

export function placeById(id: PlaceId): Place {
  const found = places.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`No place is called ${id}.`);
  return found;
}

/** The place that a path lies in: "/agents/…" lies in Agents. */
export function placeOf(path: string): Place | undefined {
  return places.find((candidate) =>
    candidate.path === '/' ? path === '/' : path === candidate.path || path.startsWith(`${candidate.path}/`),
  );
}
