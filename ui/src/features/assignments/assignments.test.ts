import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { AccessPackageView, AssignmentView, DoubleHolderRow, RequestView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Assignment from './Assignment.svelte';
import ChangeAssignment from './ChangeAssignment.svelte';
import ReprocessDialog from './ReprocessDialog.svelte';

const agent = { id: 'a1', displayName: 'invoice-matcher' };
const accessPackage = { id: 'k1', displayName: 'Invoice matching' };

const view: AssignmentView = {
  assignment: {
    id: 's1',
    agent,
    accessPackage,
    state: 'delivered',
    isInForce: true,
    startsAt: '2026-01-05T08:00:00.000Z',
    endsAt: '2026-02-04T08:00:00.000Z',
    endedAt: null,
    endReason: null,
    letExpireAt: null,
    policy: { id: 'y1', displayName: 'Thirty days' },
    extension: 'withApproval',
    openExtension: null,
  },
  rights: [],
  latestExtension: null,
  questions: [],
  answers: [{ questionId: 'q1', question: 'Which region?', value: 'eu', displayValue: 'Europe' }],
  requests: [],
  reminders: [],
  history: [],
  may: ['update_assignment', 'reprocess_assignment'],
};

const policyOf = (id: string, displayName: string, stages: unknown[]) => ({
  id,
  displayName,
  stages,
  isEnabled: true,
  extension: 'withApproval',
  expiration: { type: 'afterDuration', duration: 'P7D' },
});
const packageView = {
  policies: [policyOf('y1', 'Thirty days', [{}]), policyOf('y2', 'A week', [])],
} as unknown as AccessPackageView;

function change(update: (ask: unknown) => RequestView) {
  showScreen(fakeBackend({ show_access_package: () => packageView, update_assignment: update }), ChangeAssignment, {
    open: true,
    view,
  });
}

const delivered = { request: { state: 'delivered' } } as RequestView;

/** The parts of the day: month, day, year. */
async function chooseDay(month: string, day: string): Promise<void> {
  const parts = await screen.findAllByRole('spinbutton');
  const [first, second] = parts;
  if (!first || !second) throw new Error('the day has no parts');
  await userEvent.click(first);
  await userEvent.keyboard(month);
  await userEvent.click(second);
  await userEvent.keyboard(day);
}

describe('changing an assignment', () => {
  it('says that an earlier end takes access away, and keeps the hour', async () => {
    const update = vi.fn(() => delivered);
    change(update);
    const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Change' });
    expect(button.disabled, 'nothing has been changed yet').toBe(true);
    await chooseDay('1', '20');
    expect(await screen.findByText(/loses Invoice matching on Jan 20, 2026, 08:00, earlier than now/)).toBeTruthy();
    await userEvent.click(button);
    expect(update).toHaveBeenCalledWith({
      assignmentId: 's1',
      endsAt: '2026-01-20T08:00:00.000Z',
      policyId: undefined,
      justification: undefined,
    });
  });

  it('says that a later end waits for the approvers of the policy', async () => {
    const update = vi.fn((): never => {
      throw new Refusal('longer_than_policy', 'The policy gives access until March 1 at the latest.');
    });
    change(update);
    await screen.findByRole('combobox', { name: /Policy/ });
    await chooseDay('3', '20');
    expect(await screen.findByText(/approvers of “Thirty days” have to agree first/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Ask for the change' }));
    expect(await screen.findByText('The policy gives access until March 1 at the latest.')).toBeTruthy();
  });

  it('lets another policy give its own end', async () => {
    const update = vi.fn(() => delivered);
    change(update);
    await userEvent.click(await screen.findByRole('combobox', { name: /Policy/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'A week' }));
    expect(await screen.findByText('Access ends 7 days after delivery.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Change' }));
    expect(update).toHaveBeenCalledWith(expect.objectContaining({ endsAt: undefined, policyId: 'y2' }));
  });
});

describe('reprocessing an assignment', () => {
  it('says first what it does', async () => {
    const reprocess = vi.fn(() => view);
    showScreen(fakeBackend({ reprocess_assignment: reprocess }), ReprocessDialog, {
      open: true,
      assignment: view.assignment,
    });
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/loses what it grants no more/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reprocess' }));
    expect(reprocess).toHaveBeenCalledWith({ assignmentId: 's1' });
  });
});

describe('the page of an assignment', () => {
  const open = (rows: DoubleHolderRow[], may: AssignmentView['may']) => {
    const nothing = () => undefined;
    const backend = fakeBackend({
      show_assignment: () => ({ ...view, may }),
      list_additional_access: () => ({ rows, csv: '' }),
    });
    const onchange = vi.fn();
    showScreen(backend, Assignment, {
      assignmentId: 's1',
      onextend: nothing,
      onletexpire: nothing,
      onreturn: nothing,
      onremove: nothing,
      onchange,
      onreprocess: nothing,
    });
    return onchange;
  };

  it('names what is held against a rule, and what was answered', async () => {
    open(
      [
        {
          agent,
          accessPackage,
          assignmentId: 's1',
          since: '2026-01-05T08:00:00.000Z',
          until: null,
          incompatibleAccessPackage: { id: 'k2', displayName: 'Vendor set-up' },
          incompatibleGroup: null,
          incompatibleAssignmentId: null,
          incompatibleSince: '2026-01-01T08:00:00.000Z',
          incompatibleUntil: null,
          how: 'beforeRule',
        },
      ],
      [],
    );
    expect(await screen.findByText(/Invoice matching, and Vendor set-up · held before the rule/)).toBeTruthy();
    expect(screen.getByText('Europe')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'More about this assignment' })).toBeNull();
  });

  it('offers a change to whoever may', async () => {
    const onchange = open([], ['update_assignment']);
    await userEvent.click(await screen.findByRole('button', { name: 'More about this assignment' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Change end or policy' }));
    await vi.waitFor(() => expect(onchange).toHaveBeenCalled());
    expect(screen.queryByText('Held against a rule of separation')).toBeNull();
  });
});
