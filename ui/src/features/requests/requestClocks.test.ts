import { describe, expect, it } from 'vitest';
import type { RequestRow, RequestView } from '../../generated/contract';
import { accessClock, decisionClock } from './requestClocks';

const row = (over: Partial<RequestRow>) =>
  ({
    state: 'pendingApproval',
    status: 'Accepted',
    requestType: 'userAdd',
    createdAt: '2026-01-05T08:00:00Z',
    completedAt: null,
    decisionNeededBy: '2026-01-12T08:00:00Z',
    accessUntil: null,
    ...over,
  }) as RequestRow;
const view = (request: RequestRow, over: Partial<RequestView> = {}) =>
  ({ request, askedDuration: null, grantedDuration: null, ...over }) as RequestView;

describe('the two clocks of a request', () => {
  it('run apart: one to the decision, one from delivery', () => {
    const waiting = row({});
    expect(decisionClock(waiting)).toMatchObject({ from: waiting.createdAt, until: waiting.decisionNeededBy });
    expect(accessClock(view(waiting, { askedDuration: 'P10D' }))).toMatchObject({
      from: null,
      note: '10 days from delivery',
    });
  });

  it('tell a request that nobody decided as expired', () => {
    const expired = row({ state: 'denied', status: 'Expired', completedAt: '2026-01-12T08:00:00Z' });
    expect(decisionClock(expired).note).toBe('Expired on Jan 12, 2026');
    expect(accessClock(view(expired)).note).toBe('Gives no access');
  });

  it('count access from its delivery', () => {
    const delivered = row({
      state: 'delivered',
      status: 'Fulfilled',
      completedAt: '2026-01-06T08:00:00Z',
      accessUntil: '2026-02-05T08:00:00Z',
    });
    expect(accessClock(view(delivered))).toEqual({ from: '2026-01-06T08:00:00Z', until: '2026-02-05T08:00:00Z' });
  });
});
