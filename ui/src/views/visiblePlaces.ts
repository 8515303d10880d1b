// Which places a person finds in the rail. What a role does not allow and no relation gives is not shown; the core refuses
// it in any case.
import type { Action, DeskView } from '../generated/contract';
import { places, type PlaceId } from './places';

const needs: Partial<Record<PlaceId, Action>> = {
  agents: 'list_agents',
  blueprints: 'list_blueprints',
  people: 'list_people',
  directory: 'list_groups',
  workflows: 'list_workflows',
  packages: 'list_access_packages',
  requests: 'list_requests',
  assignments: 'list_assignments',
  audit: 'list_audit',
};

export function visiblePlaces(desk: Pick<DeskView, 'workspace' | 'me'>): PlaceId[] {
  const may = desk.me?.may ?? [];
  return places
    .map((place) => place.id)
    .filter((id) => {
      const need = needs[id];
      if (id === 'training') return desk.workspace?.kind === 'training';
      return need === undefined || may.includes(need);
    });
}
