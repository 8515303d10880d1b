import type { NoticeKind } from '../../generated/contract';

const kinds: readonly NoticeKind[] = ['decisionWanted', 'decisionForwarded', 'decisionReminder'];

/** Whether a notice wants its reader to decide on a request. */
export const wantsDecision = (kind: NoticeKind) => kinds.includes(kind);
