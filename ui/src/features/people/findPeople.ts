// How a field finds people while one types: those who are active, by name, title or address.
import type { Client } from '../../generated/contract';
import type { Option } from '../../shared/controls';

const AT_ONCE = 20;

export async function findPeople(desk: Client, text: string): Promise<Option[]> {
  const page = await desk.listPeople({ filter: { search: text || undefined, isActive: true }, limit: AT_ONCE });
  return page.rows.map((person) => ({
    value: person.id,
    label: person.displayName,
    hint: [person.jobTitle, person.email].filter(Boolean).join(' · '),
    icon: 'person',
  }));
}
