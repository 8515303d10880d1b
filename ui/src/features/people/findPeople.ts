// How a field finds people while one types: by name, title or address. Only those who are active, unless the past matters.
import type { Client } from '../../generated/contract';
import type { Option } from '../../shared/controls';

const AT_ONCE = 20;

export async function findPeople(
  desk: Client,
  text: string,
  among: 'active' | 'everybody' = 'active',
): Promise<Option[]> {
  const isActive = among === 'active' ? true : undefined;
  const page = await desk.listPeople({ filter: { search: text || undefined, isActive }, limit: AT_ONCE });
  return page.rows.map((person) => ({
    value: person.id,
    label: person.displayName,
    hint: [person.jobTitle, person.email].filter(Boolean).join(' · '),
    icon: 'person',
  }));
}
