import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type {
  WorkflowRunPage,
  WorkflowRunView,
  WorkflowTask,
  WorkflowTemplateRow,
  WorkflowView,
} from '../../generated/contract';
import { showScreen } from '../../showScreen';
import WorkflowForm from './WorkflowForm.svelte';
import WorkflowRuns from './WorkflowRuns.svelte';

const task = (sequence: number, of: WorkflowTask['task'], displayName: string): WorkflowTask => ({
  sequence,
  task: of,
  taskDefinitionId: '',
  displayName,
  description: '',
  isEnabled: true,
  continueOnError: of !== 'transferToManager',
  writes: of !== 'transferToManager',
  cc: [],
  subject: null,
  body: null,
  locale: null,
  ownSubject: 'Own subject',
  ownBody: 'Own text',
});
const template: WorkflowTemplateRow = {
  template: 'sponsorLeaves',
  displayName: 'When a sponsor leaves',
  category: 'leaver',
  conditions: {
    trigger: { kind: 'timeBased', attribute: 'employeeLeaveDateTime', offsetDays: 0 },
    scope: { kind: 'everyone' },
  },
  inWords: 'On the leave date',
  inWordsSayings: [],
  tasks: [task(1, 'notifyManager', 'Tell'), task(2, 'transferToManager', 'Transfer')],
};
const templates = { rows: [template], placeholders: ['userDisplayName'] };
const props = { templates, template, groups: [], oncancel: () => undefined };
const made = { workflow: { id: 'w1', displayName: 'When a sponsor leaves' } } as WorkflowView;

describe('the form of a workflow', () => {
  it('makes what the template says when nothing is changed', async () => {
    const backend = fakeBackend({ create_workflow: () => made });
    const ondone = vi.fn();
    showScreen(backend, WorkflowForm, { ...props, ondone });
    await userEvent.click(screen.getByRole('button', { name: 'Make the workflow' }));
    await vi.waitFor(() => expect(ondone).toHaveBeenCalledExactlyOnceWith('w1'));
    const ask = backend.calls.find(({ command }) => command === 'create_workflow')?.payload;
    expect(ask).toMatchObject({
      displayName: 'When a sponsor leaves',
      category: 'leaver',
      isSchedulingEnabled: true,
      conditions: template.conditions,
      tasks: [{ task: 'notifyManager' }, { task: 'transferToManager', continueOnError: false }],
    });
  });

  it('says why the core refuses, where it was asked', async () => {
    const backend = fakeBackend({
      create_workflow: () => {
        throw new Refusal('unknown_placeholder', 'Nobody fills it.');
      },
    });
    showScreen(backend, WorkflowForm, { ...props, ondone: () => undefined });
    await userEvent.click(screen.getByRole('button', { name: 'Make the workflow' }));
    expect(await screen.findByText('Nobody fills it.')).toBeTruthy();
  });

  it('does not ask for a workflow without a name', async () => {
    const backend = fakeBackend({});
    showScreen(backend, WorkflowForm, { ...props, ondone: () => undefined });
    await userEvent.clear(screen.getAllByRole('textbox', { name: /^Name/ })[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: 'Make the workflow' }));
    expect(await screen.findByText('Give the workflow a name.')).toBeTruthy();
    expect(backend.calls.map(({ command }) => command)).not.toContain('create_workflow');
  });
});

describe('what a workflow did', () => {
  const run = {
    id: 'r1',
    workflowId: 'w1',
    workflow: 'When a sponsor leaves',
    version: 2,
    executionType: 'scheduled' as const,
    state: 'completedWithErrors' as const,
    dueAt: '2026-02-01T00:00:00.000Z',
    completedAt: '2026-02-01T00:00:00.000Z',
    runBy: null,
    people: 1,
  };
  const page: WorkflowRunPage = { rows: [run], next: null };
  const whole: WorkflowRunView = {
    run,
    people: [
      {
        id: 'x1',
        runId: 'r1',
        workflowId: 'w1',
        workflow: 'When a sponsor leaves',
        person: { id: 'p1', displayName: 'Aoife' },
        state: 'failed',
        reason: null,
        reasonSaying: null,
        dueAt: run.dueAt,
        completedAt: run.completedAt,
        tasks: [
          {
            sequence: 1,
            task: 'transferToManager',
            displayName: 'Transfer',
            state: 'failed',
            sentence: 'No manager.',
            saying: null,
          },
        ],
        messages: [],
      },
    ],
  };

  it('is opened run by run, down to each task with its reason', async () => {
    const backend = fakeBackend({ list_workflow_runs: () => page, show_workflow_run: () => whole });
    showScreen(backend, WorkflowRuns, { workflowId: 'w1', now: '2026-02-02T00:00:00.000Z' });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    expect(await screen.findByText('No manager.')).toBeTruthy();
    expect(within(screen.getByText('Aoife').closest('li') as HTMLElement).getAllByText('Failed').length).toBe(2);
  });

  it('has nothing to filter or to export before the first', async () => {
    const backend = fakeBackend({ list_workflow_runs: () => ({ rows: [], next: null }) });
    showScreen(backend, WorkflowRuns, { workflowId: 'w1', now: '2026-02-02T00:00:00.000Z' });
    expect(await screen.findByText('It has not run.')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
