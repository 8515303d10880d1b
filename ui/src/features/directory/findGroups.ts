// How a field finds groups while one types: by a part of the name, with how many people are in each.
import type { Client, GroupRow } from '../../generated/contract';
import type { Option } from '../../shared/controls';
import { t } from '../../shared/i18n';

interface How {
  fits?: (group: GroupRow) => boolean;
  /** What stands under the name; how many people are in it when left out. */
  hint?: (group: GroupRow) => string;
}

export async function findGroups(desk: Client, text: string, how: How = {}): Promise<Option[]> {
  const { fits = () => true, hint = (group) => t('wizard.members', { count: group.people.length }) } = how;
  const word = text.trim().toLocaleLowerCase();
  const { rows } = await desk.listGroups({});
  return rows
    .filter((row) => fits(row) && row.displayName.toLocaleLowerCase().includes(word))
    .map((row) => ({ value: row.id, label: row.displayName, hint: hint(row), icon: 'group' }));
}
