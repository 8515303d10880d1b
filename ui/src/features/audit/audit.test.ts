import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { AuditRow } from '../../generated/contract';
import { hasText } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import { activities } from './activities';
import AuditRecord from './AuditRecord.svelte';

const record: AuditRow = {
  seq: 188,
  recordedAt: '2026-03-05T08:00:00Z',
  occurredAt: '2026-03-01T08:00:00Z',
  actor: null,
  actorAgent: null,
  origin: 'due work',
  activity: 'end_assignment',
  subjectType: 'assignment',
  subjectId: 's1',
  subjectName: 'Invoice matching of Ledger agent',
  agentType: 'notAgentic',
  blueprintId: null,
  sentence: 'Access ended.',
  changes: [{ field: 'state', before: 'delivered', after: null }],
  hash: 'abc123',
};

describe('a record', () => {
  it('shows both instants when it was written late, the change, and the way to its subject', async () => {
    const closed = vi.fn();
    showScreen(fakeBackend(), AuditRecord, { record, onclose: closed, onsubject: () => undefined });
    expect(screen.getByText('Fell due')).toBeTruthy();
    expect(screen.getByRole('row', { name: 'state delivered None' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('#/assignments/s1');
    await userEvent.keyboard('{Escape}');
    expect(closed).toHaveBeenCalled();
  });

  it('names the agent that did it for itself', () => {
    const byAgent = { ...record, origin: 'agent', actorAgent: { id: 'a1', displayName: 'Invoice Matcher' } };
    showScreen(fakeBackend(), AuditRecord, { record: byAgent, onclose: vi.fn(), onsubject: vi.fn() });
    expect(screen.getByRole('link', { name: 'Invoice Matcher' }).getAttribute('href')).toBe('#/agents/a1');
    expect(screen.queryByText('Chaperone'), 'no rule did it').toBeNull();
  });

  it('has words for every activity that can be chosen', () => {
    expect(activities.filter((activity) => !hasText(`activity.${activity}`))).toEqual([]);
  });
});
