// Who may ask under a policy: how a policy is at first, and how its settings read.
import type { OnBehalfRequestor, RequestorSettingsView } from '../../generated/contract';
import { locale } from '../../shared/format';
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
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(named);
}

/** Who may request, extend and give back; nothing of requests where nobody can request at all. */
export function requestorSentences(settings: RequestorSettingsView, isRequestable: boolean): string[] {
  const [add, update, remove] = changes.map((change) => who(settings, change));
  const schedule = isRequestable && !settings.allowCustomAssignmentSchedule ? [t('policy.noSchedule')] : [];
  if (isRequestable && add === update && update === remove)
    return [t('policy.mayAll', { who: add ?? '' }), ...schedule];
  return [
    ...(isRequestable ? [t('policy.mayAdd', { who: add ?? '' })] : []),
    ...(update === remove
      ? [t('policy.mayUpdateAndRemove', { who: update ?? '' })]
      : [t('policy.mayUpdate', { who: update ?? '' }), t('policy.mayRemove', { who: remove ?? '' })]),
    ...schedule,
  ];
}
