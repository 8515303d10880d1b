// How a field finds groups while one types: by a part of the name, with how many people are in each.
import type { Client, GroupRow } from '../../generated/contract';
import type { Option } from '../../shared/controls';
import { t } from '../../shared/i18n';

export async function findGroups(
  desk: Client,
  text: string,
  fits: (group: GroupRow) => boolean = () => true,
): Promise<Option[]> {
  const word = text.trim().toLocaleLowerCase();
  const { rows } = await desk.listGroups({});
  return rows
    .filter((row) => fits(row) && row.displayName.toLocaleLowerCase().includes(word))
    .map((row) => ({
      value: row.id,
      label: row.displayName,
      hint: t('wizard.members', { count: row.people.length }),
      icon: 'group',
    }));
}
