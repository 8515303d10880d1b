// The mark of a recorded activity on a line of time. An activity without one of its own gets a clock: the words tell.
import type { IconName } from '../icons/paths';
import type { Tone } from './Badge.svelte';

interface Look {
  icon: IconName;
  tone?: Tone;
}

const looks: Record<string, Look> = {
  request_access: { icon: 'request' },
  assign_access_package: { icon: 'assignment' },
  request_extension: { icon: 'extend' },
  approve_request: { icon: 'approve', tone: 'success' },
  deny_request: { icon: 'deny', tone: 'danger' },
  cancel_request: { icon: 'stop' },
  escalate_stage: { icon: 'people', tone: 'warning' },
  revoke_approval: { icon: 'deny', tone: 'danger' },
  delegate_approvals: { icon: 'people', tone: 'info' },
  update_delegation: { icon: 'people' },
  end_delegation: { icon: 'stop' },
  return_access: { icon: 'restore' },
  remove_assignment: { icon: 'delete', tone: 'danger' },
  let_expire: { icon: 'stop' },
  disable_agent: { icon: 'pause', tone: 'warning' },
  enable_agent: { icon: 'play', tone: 'success' },
  hold_agent: { icon: 'lock', tone: 'danger' },
  transfer_sponsorship: { icon: 'sponsor', tone: 'info' },
  record_departure: { icon: 'sponsor', tone: 'info' },
  import_directory: { icon: 'import' },
};

/** Rules are recorded under longer names; a word in them tells what they did. */
const byWord: [RegExp, Look][] = [
  [/remind/, { icon: 'alert', tone: 'warning' }],
  [/extend/, { icon: 'extend', tone: 'success' }],
  [/deliver|grant/, { icon: 'access', tone: 'success' }],
  [/expire|end/, { icon: 'stop' }],
];

export function activityLook(activity: string): Look {
  return looks[activity] ?? byWord.find(([word]) => word.test(activity))?.[1] ?? { icon: 'clock' };
}
