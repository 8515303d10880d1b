import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { fakeBackend } from '../../backend/fake';
import type { DeskView, ExerciseMarking, ExerciseRow } from '../../generated/contract';
import german from '../../../locales/exercises.de.json';
import { setLanguage } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import Exercises from './Exercises.svelte';
import Tour from './Tour.svelte';

afterEach(() => setLanguage('en'));

const row = (more: Partial<ExerciseRow>): ExerciseRow => ({
  id: 'openDoor',
  title: 'The open door',
  task: 'Close it.',
  hints: ['First hint.', 'Second hint.'],
  isRunning: false,
  solvedAt: null,
  ...more,
});
const marking = (isSolved: boolean): ExerciseMarking => ({
  exercise: 'openDoor',
  title: 'The open door',
  requirements: [{ id: 'noDoorWithoutApproval', sentence: 'No door is open.', isMet: isSolved }],
  isSolved,
  explanation: isSolved ? 'Doors matter.' : null,
});

describe('the exercises', () => {
  it('count what was solved and start one only after asking', async () => {
    const backend = fakeBackend({
      list_exercises: () => ({
        rows: [row({ solvedAt: '2026-03-01T08:00:00Z' }), row({ id: 'pairHeld', title: 'Two keys' })],
      }),
      start_exercise: () => ({}) as DeskView,
    });
    showScreen(backend, Exercises, { isTryOut: false });
    expect(await screen.findByText('1 of 2 solved')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Start: Two keys' }));
    expect(backend.calls.some(({ command }) => command === 'start_exercise')).toBe(false);
    await userEvent.click(await screen.findByRole('button', { name: 'Start' }));
    await vi.waitFor(() =>
      expect(backend.calls).toContainEqual({ command: 'start_exercise', payload: { exercise: 'pairHeld' } }),
    );
  });

  it('give one hint after the other, and explain only what is solved', async () => {
    let isSolved = false;
    const backend = fakeBackend({
      list_exercises: () => ({ rows: [row({ isRunning: true })] }),
      check_exercise: () => marking(isSolved),
    });
    showScreen(backend, Exercises, { isTryOut: false });
    await userEvent.click(await screen.findByRole('button', { name: 'Show a hint' }));
    expect(screen.getByText('First hint.')).toBeTruthy();
    expect(screen.queryByText('Second hint.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Mark it' }));
    expect(await screen.findByText('Not solved yet')).toBeTruthy();
    expect(screen.queryByText('Doors matter.', { exact: false })).toBeNull();
    isSolved = true;
    await userEvent.click(screen.getByRole('button', { name: 'Mark it' }));
    expect(await screen.findByText('Doors matter.', { exact: false })).toBeTruthy();
  });

  it('start nothing anew in a try-out', async () => {
    showScreen(fakeBackend({ list_exercises: () => ({ rows: [row({})] }) }), Exercises, { isTryOut: true });
    const start = await screen.findByRole<HTMLButtonElement>('button', { name: 'Start: The open door' });
    expect(start.disabled).toBe(true);
  });

  it('are told in German by their id', async () => {
    setLanguage('de');
    showScreen(fakeBackend({ list_exercises: () => ({ rows: [row({})] }) }), Exercises, { isTryOut: false });
    expect(await screen.findByText('Die offene Tür')).toBeTruthy();
  });

  it('have German words for everything that the core tells', () => {
    const english = JSON.parse(
      readFileSync('../src-tauri/crates/commands/sample/exercises.json', 'utf8'),
    ) as typeof german;
    const shape = (told: typeof german) => ({
      exercises: Object.entries(told.exercises).map(([id, { hints }]) => [id, hints.length]),
      requirements: Object.keys(told.requirements),
    });
    expect(shape(german)).toEqual(shape(english));
  });
});

describe('the tour', () => {
  it('ticks off what happened and does the next step as the right person', async () => {
    const ref = (id: string) => ({ id, displayName: `Person ${id}` });
    const backend = fakeBackend({
      show_tour: () => ({
        steps: [
          { id: 'ask', doneAt: '2026-03-01T08:00:00Z' },
          { id: 'decide', doneAt: null },
          { id: 'remind', doneAt: null },
        ],
        agentId: 'a',
        requestId: 'r',
        assignmentId: null,
      }),
      act_as: () => ({}) as DeskView,
    });
    showScreen(backend, Tour, {
      tour: { administrator: ref('1'), sponsor: ref('2'), approver: ref('3'), agent: null },
      onadvanced: () => undefined,
    });
    expect(await screen.findByText('1 of 3 steps have happened')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Show me: A sponsor asks' }).getAttribute('href')).toBe('#/requests/r');
    expect(screen.queryByRole('button', { name: 'Do it: A sponsor asks' })).toBeNull();
    expect(
      screen.queryByRole('button', { name: 'Do it: A reminder comes' }),
      'there is nothing to remind of',
    ).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Do it: Somebody decides' }));
    expect(backend.calls).toContainEqual({ command: 'act_as', payload: { personId: '3' } });
  });
});
