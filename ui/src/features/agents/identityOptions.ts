// Finds people, groups and blueprints for the forms of agents and blueprints, and reads labels as they are typed there.
import type { AgentPlatform, AgentRef, Client, OwnerAsk, SponsorAsk, SponsorView } from '../../generated/contract';
import type { Option } from '../../shared/controls';
import { t, textOf } from '../../shared/i18n';
import { findPeople } from '../people/findPeople';

const GROUP = 'group:';
const AGENT = 'agent:';
const FEW = 20;

export const platforms: readonly AgentPlatform[] = ['foundry', 'copilotStudio', 'appService', 'teams', 'other'];

export const platformOptions = (): Option<AgentPlatform | 'none'>[] => [
  { value: 'none', label: t('identity.noPlatform') },
  ...platforms.map((value) => ({ value, label: textOf('agentPlatform', value) })),
];

/** Active people, and groups that may sponsor. */
export const sponsorOptions =
  (core: Client) =>
  async (text: string): Promise<readonly Option[]> => {
    const [people, groups] = await Promise.all([findPeople(core, text), core.listGroups({})]);
    const wanted = text.toLocaleLowerCase();
    const fitting = groups.rows.filter(
      (group) => group.maySponsor && group.displayName.toLocaleLowerCase().includes(wanted),
    );
    return [
      ...people,
      ...fitting.map<Option>((group) => ({
        value: GROUP + group.id,
        label: group.displayName,
        hint: t('identity.group'),
        icon: 'group',
      })),
    ];
  };

/** Active people, and agents and other service principals. */
export const ownerOptions =
  (core: Client) =>
  async (text: string): Promise<readonly Option[]> => {
    const [people, agents] = await Promise.all([
      findPeople(core, text),
      core.listAgents({ filter: { search: text || undefined }, limit: FEW }),
    ]);
    return [...people, ...agents.rows.map(principalOption)];
  };

/** Blueprints that are switched on. */
export const blueprintOptions =
  (core: Client) =>
  async (text: string): Promise<readonly Option[]> => {
    const page = await core.listBlueprints({ filter: { search: text || undefined, state: 'active' }, limit: FEW });
    return page.rows.map((row) => ({
      value: row.id,
      label: row.displayName,
      hint: t('agents.count', { count: row.agents }),
      icon: 'blueprint',
    }));
  };

/** A chosen sponsor as the core takes it. */
export const sponsorOf = (option: Option): SponsorAsk =>
  option.value.startsWith(GROUP) ? { groupId: option.value.slice(GROUP.length) } : { personId: option.value };

/** A chosen owner as the core takes it. */
export const ownerOf = (option: Option): OwnerAsk =>
  option.value.startsWith(AGENT) ? { agentId: option.value.slice(AGENT.length) } : { personId: option.value };

/** An agent or another service principal as an option. */
export const principalOption = ({ id, displayName }: AgentRef): Option => ({
  value: AGENT + id,
  label: displayName,
  hint: t('identity.principal'),
  icon: 'agent',
});

/** A present sponsor as an option. */
export function optionOf(sponsor: SponsorView): Option {
  if (sponsor.person) return { value: sponsor.person.id, label: sponsor.person.displayName, icon: 'person' };
  const group = sponsor.group;
  return {
    value: GROUP + (group?.id ?? ''),
    label: group?.displayName ?? '',
    hint: t('identity.group'),
    icon: 'group',
  };
}

/** Those of some options that aren't among others. */
export const without = (options: readonly Option[], others: readonly Option[]): Option[] =>
  options.filter((option) => !others.some((other) => other.value === option.value));

/** Tags as they are typed: with commas between them. */
export const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

/** Attributes as they are typed: one a line, `Name: value`. */
export function attributesOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim(), value.join(':').trim()];
    }),
  );
}

/** Attributes as one types them. */
export const attributesText = (attributes: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}: ${value ?? ''}`)
    .join('\n');
