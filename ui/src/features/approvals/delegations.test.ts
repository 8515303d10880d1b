import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend, type Handlers } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { DecisionRow, DelegationView, RequestView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import DecisionHistory from './DecisionHistory.svelte';
import DelegateDialog from './DelegateDialog.svelte';

const now = '2026-03-01T08:00:00.000Z';

const scheduled: DelegationView = {
  id: 'd1',
  approver: { id: 'p1', displayName: 'Beatriz Nogueira' },
  delegate: { id: 'p2', displayName: 'Omar Haddad' },
  state: 'scheduled',
  startsAt: '2026-03-09T06:30:00.000Z',
  endsAt: '2026-03-20T23:59:59.999Z',
  may: ['update_delegation', 'end_delegation'],
};
const active: DelegationView = { ...scheduled, id: 'd2', state: 'active', startsAt: '2026-02-20T06:30:00.000Z' };

function open(given: DelegationView[], handlers: Handlers = {}, received: DelegationView[] = []) {
  showScreen(fakeBackend({ list_delegations: () => ({ given, received }), ...handlers }), DelegateDialog, {
    open: true,
    now,
  });
}

describe('a delegation', () => {
  it('that has not begun is changed whole, and what was left alone keeps its very instant', async () => {
    const update = vi.fn(() => scheduled);
    open([scheduled], {
      update_delegation: update,
      list_people: () => ({
        rows: [{ id: 'p3', displayName: 'Nadia el Amrani', email: 'nadia@example', jobTitle: null }] as never,
        next: null,
      }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Change the delegation to Omar Haddad' }));
    const who = screen.getByRole<HTMLInputElement>('combobox', { name: /Who decides in your place/ });
    expect(who.value).toBe('Omar Haddad');
    expect(who.disabled).toBe(false);
    await userEvent.clear(who);
    await userEvent.type(who, 'nad');
    await userEvent.click(await screen.findByRole('option', { name: /Nadia el Amrani/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(update).toHaveBeenCalledWith({
      delegationId: 'd1',
      delegateId: 'p3',
      startAt: '2026-03-09T06:30:00.000Z',
      endAt: '2026-03-20T23:59:59.999Z',
    });
    expect(await screen.findByRole('button', { name: 'Delegate' }), 'the form is for another one again').toBeTruthy();
  });

  it('that has begun changes its end alone', async () => {
    const update = vi.fn(() => active);
    open([active], { update_delegation: update });
    await userEvent.click(await screen.findByRole('button', { name: 'Change the delegation to Omar Haddad' }));
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: /Who decides/ }).disabled).toBe(true);
    expect(screen.getByText('It has begun, so only its end can change.')).toBeTruthy();
    expect(screen.queryByRole('group', { name: /From day/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(update).toHaveBeenCalledWith({
      delegationId: 'd2',
      delegateId: 'p2',
      startAt: undefined,
      endAt: '2026-03-20T23:59:59.999Z',
    });
  });

  it('shows a refusal in the form and stays in it', async () => {
    open([scheduled], {
      update_delegation: () => {
        throw new Refusal('delegation_overlaps', 'It overlaps another delegation.');
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Change the delegation to Omar Haddad' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('It overlaps another delegation.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByText('It overlaps another delegation.')).toBeNull();
  });

  it('is ended at once, and one that is over is not offered any more', async () => {
    const end = vi.fn(() => ({ ...active, state: 'ended' as const }));
    const gone = { ...scheduled, id: 'd3', state: 'ended' as const, delegate: { id: 'p9', displayName: 'Long Ago' } };
    open([active, gone], { end_delegation: end });
    await userEvent.click(await screen.findByRole('button', { name: 'End the delegation to Omar Haddad' }));
    expect(end).toHaveBeenCalledWith({ delegationId: 'd2' });
    expect(screen.queryByText('Long Ago')).toBeNull();
  });

  it('by which I stand in for somebody is only read', async () => {
    open([], {}, [{ ...active, may: [] }]);
    expect(await screen.findByText('You stand in for Beatriz Nogueira')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Change the delegation/ })).toBeNull();
  });
});

describe('the history of decisions', () => {
  const decision = {
    stageId: 's1',
    stageNumber: 1,
    request: {
      id: 'r1',
      agent: { id: 'a1', displayName: 'invoice-matcher' },
      accessPackage: { id: 'k1', displayName: 'Invoice matching' },
    },
    verdict: 'Approved',
    by: { id: 'p2', displayName: 'Omar Haddad' },
    onBehalfOf: { id: 'p1', displayName: 'Beatriz Nogueira' },
    at: '2026-02-27T08:00:00.000Z',
    justification: 'The closing.',
    isShortened: false,
    revocation: null,
    mayRevoke: true,
  } as DecisionRow;
  const denied = {
    ...decision,
    stageId: 's2',
    verdict: 'Denied',
    mayRevoke: false,
    onBehalfOf: null,
    justification: 'Not now.',
  } as DecisionRow;

  const show = (rows: DecisionRow[], handlers: Handlers = {}) => {
    const backend = fakeBackend({ list_decisions: () => ({ rows, next: null }), ...handlers });
    showScreen(backend, DecisionHistory, { now });
    return backend;
  };

  it('says who decided in whose place, and why', async () => {
    show([decision, denied]);
    const [first, second] = await screen.findAllByRole('listitem');
    if (!first || !second) throw new Error('a decision is missing');
    expect(first.textContent).toContain('in the place of Beatriz Nogueira');
    expect(within(first).getByText('The closing.')).toBeTruthy();
    expect(within(second).queryByRole('button')).toBeNull();
  });

  it('asks the core for one verdict alone', async () => {
    const backend = show([decision]);
    await userEvent.click(await screen.findByRole('combobox', { name: /Decision/ }));
    await userEvent.click(await screen.findByRole('option', { name: /[Dd]enied/, selected: false }));
    await vi.waitFor(() =>
      expect(backend.calls.at(-1)?.payload).toEqual({ filter: { search: undefined, verdict: 'Denied' }, limit: 100 }),
    );
  });

  it('says what is there to see when nothing was decided', async () => {
    show([]);
    expect(await screen.findByText('No decisions')).toBeTruthy();
  });

  it('takes an approval back with its reason, and shows a refusal in the dialog', async () => {
    const revoke = vi.fn((ask: { justification: string }): RequestView => {
      if (!ask.justification) throw new Refusal('justification_missing', 'Say why.');
      return { request: decision.request } as RequestView;
    });
    show([decision], { revoke_approval: revoke });
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke the approval for invoice-matcher' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/loses Invoice matching at once/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    expect(await within(dialog).findByText('Say why.')).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText(/Reason/), 'A mistake.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    expect(revoke).toHaveBeenLastCalledWith({ requestId: 'r1', justification: 'A mistake.' });
  });
});
