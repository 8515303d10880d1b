// Who may ask under a policy: how a policy is at first, and how its settings read.
import type { OnBehalfRequestor, RequestorSettingsView } from '../../generated/contract';
import { formatList } from '../../shared/format';
import { t } from '../../shared/i18n';

/** As the core has it where a policy says nothing. */
export const usualRequestors = (): RequestorSettingsView => ({
  enableTargetsToSelfAddAccess: true,
  enableTargetsToSelfUpdateAccess: true,
  enableTargetsToSelfRemoveAccess: true,
  allowCustomAssignmentSchedule: true,
  enableOnBehalfRequestorsToAddAccess: true,
  enableOnBehalfRequestorsToUpdateAccess: true,
  enableOnBehalfRequestorsToRemoveAccess: true,
  onBehalfRequestors: ['targetAgentIdentitySponsorsOrOwners'],
});

export const changes = ['Add', 'Update', 'Remove'] as const;
export type AccessChange = (typeof changes)[number];

export const ownSwitch = (change: AccessChange) => `enableTargetsToSelf${change}Access` as const;
export const othersSwitch = (change: AccessChange) => `enableOnBehalfRequestorsTo${change}Access` as const;

/** Where nobody is named, nobody acts for the agent, whatever the switches say. */
export function effective(settings: RequestorSettingsView): RequestorSettingsView {
  if (settings.onBehalfRequestors.length > 0) return settings;
  return {
    ...settings,
    enableOnBehalfRequestorsToAddAccess: false,
    enableOnBehalfRequestorsToUpdateAccess: false,
    enableOnBehalfRequestorsToRemoveAccess: false,
  };
}

const namesOfOthers: Record<OnBehalfRequestor, () => string> = {
  targetAgentIdentitySponsorsOrOwners: () => t('policy.asker_sponsors'),
  targetManager: () => t('policy.asker_manager'),
};

function who(settings: RequestorSettingsView, change: AccessChange): string {
  const named = [
    ...(settings[ownSwitch(change)] ? [t('policy.asker_self')] : []),
    ...(settings[othersSwitch(change)] ? settings.onBehalfRequestors.map((other) => namesOfOthers[other]()) : []),
  ];
  if (named.length === 0) return t('policy.asker_nobody');
  return formatList(named, 'disjunction');
}

const verbs: Record<AccessChange, () => string> = {
  Add: () => t('policy.verbAdd'),
  Update: () => t('policy.verbUpdate'),
  Remove: () => t('policy.verbRemove'),
};

/** What is possible at all under a policy: being requested, being extended. */
export interface Possible {
  requested: boolean;
  extended: boolean;
}

/** Who may request, extend and give back; nothing of what nobody can do at all. */
export function requestorSentences(settings: RequestorSettingsView, { requested, extended }: Possible): string[] {
  const told = new Map<string, string[]>();
  for (const change of changes) {
    if ((change === 'Add' && !requested) || (change === 'Update' && !extended)) continue;
    const whose = who(settings, change);
    told.set(whose, [...(told.get(whose) ?? []), verbs[change]()]);
  }
  const sentences = [...told].map(([whose, what]) =>
    t('policy.may', { who: whose, what: formatList(what, 'conjunction') }),
  );
  return requested && !settings.allowCustomAssignmentSchedule ? [...sentences, t('policy.noSchedule')] : sentences;
}
