import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { ClockAdvanced, ClockView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Happened from './Happened.svelte';
import { moves } from './moves.svelte';
import Personas from './Personas.svelte';
import TrainingClock from './TrainingClock.svelte';

const now = '2026-03-01T08:00:00Z';
const clock: ClockView = {
  kind: 'training',
  now,
  ahead: 'P3D',
  nextEvent: { at: '2026-03-05T08:00:00Z', kind: 'reminder', sentence: 'Somebody is reminded of an end of access.' },
};
const moved: ClockAdvanced = {
  from: now,
  to: '2026-03-15T08:00:00Z',
  done: [
    {
      dueAt: '2026-03-05T08:00:00Z',
      doneAt: '2026-03-05T08:00:00Z',
      sentence: 'Aoife was reminded.',
      saying: null,
      activity: null,
      about: [],
    },
  ],
};

describe('the training clock', () => {
  it('says what comes next and tells what happened on the way', async () => {
    const told = vi.fn();
    const backend = fakeBackend({ show_clock: () => clock, advance_clock: () => moved });
    showScreen(backend, TrainingClock, { now, onadvanced: told });
    expect(await screen.findByText('Somebody is reminded of an end of access.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: '14 days' }));
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(moved));
    expect(backend.calls.at(-1)?.payload).toEqual({ by: 'P14D' });
  });

  it('goes to the next event only where there is one', async () => {
    const backend = fakeBackend({ show_clock: () => ({ ...clock, nextEvent: null }) });
    showScreen(backend, TrainingClock, { now, onadvanced: () => undefined });
    await screen.findByText('Nothing falls due by itself');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'To the next event' }).disabled).toBe(true);
  });

  it('keeps a refusal where it happened', async () => {
    const backend = fakeBackend({
      show_clock: () => clock,
      advance_clock: () => {
        throw new Refusal('clock_live', 'A live clock does not move.');
      },
    });
    showScreen(backend, TrainingClock, { now, onadvanced: () => undefined });
    await userEvent.click(await screen.findByRole('button', { name: '1 day' }));
    expect((await screen.findByRole('alert')).textContent).toContain('A live clock does not move.');
  });
});

describe('what happened', () => {
  it('is remembered for the workspace it happened in, the latest move first', () => {
    moves.add('/one', moved);
    moves.add('/one', { ...moved, to: '2026-03-16T08:00:00Z' });
    expect(moves.of('/one').map(({ to }) => to)).toEqual(['2026-03-16T08:00:00Z', '2026-03-15T08:00:00Z']);
    expect(moves.of('/other')).toEqual([]);
    moves.forget();
    expect(moves.of('/one')).toEqual([]);
  });

  it('is shown at its own instant', () => {
    showScreen(fakeBackend(), Happened, { moves: [moved] });
    expect(screen.getByText('Aoife was reminded.')).toBeTruthy();
    expect(screen.getByText('Mar 5, 2026, 08:00')).toBeTruthy();
  });
});

describe('the people of the tour', () => {
  it('are one click away, except the one who acts', async () => {
    const ref = (id: string) => ({ id, displayName: `Person ${id}` });
    const backend = fakeBackend({
      show_settings: () => ({
        name: 'Larkfield',
        custodian: null,
        reminderDays: [14, 1],
        maxBlueprints: 250,
        maxAgentsPerBlueprint: 250,
        administrators: [ref('1')],
        auditors: [ref('4')],
      }),
    });
    showScreen(backend, Personas, {
      me: { person: ref('2'), email: '', roles: [], may: [], agents: 1 },
      tour: { administrator: ref('1'), sponsor: ref('2'), approver: ref('3'), agent: null },
    });
    expect(await screen.findByRole('button', { name: 'Act as Person 3' })).toBeTruthy();
    expect(screen.getByText('Acting')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Act as Person 2' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Act as Person 4' }));
    expect(backend.calls.at(-1)).toEqual({ command: 'act_as', payload: { personId: '4' } });
  });
});
