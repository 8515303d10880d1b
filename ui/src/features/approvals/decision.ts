/** What an approver is about to do. Shortening is approving for less than was asked. */
export type Decision = 'approve' | 'shorten' | 'deny';

/** The keys of the inbox; what each of them does is listed in its help. */
export const decisionKeys: Readonly<Record<string, Decision>> = { a: 'approve', e: 'shorten', d: 'deny' };
