import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../backend';
import { fakeBackend, type Handlers } from '../backend/fake';
import { showScreen } from '../showScreen';
import { inInboxOrder } from '../features/approvals/inboxOrder';
import type { ApprovalRow, ApprovalView, RequestView } from '../generated/contract';
import Approvals from './Approvals.svelte';

const row = (id: string, agent: string, deadlineAt: string, weight: number) =>
  ({
    request: {
      id,
      requestType: 'userAdd',
      agent: { id: `a${id}`, displayName: agent },
      accessPackage: { id: 'p', displayName: 'Invoice matching' },
      requestor: { person: { id: 'r', displayName: 'Aoife Byrne' }, agent: null, isSystem: false },
      createdAt: '2026-01-05T08:00:00Z',
      decisionNeededBy: deadlineAt,
    },
    stageId: `s${id}`,
    stageNumber: 1,
    stages: 1,
    deadlineAt,
    justification: '',
    weight,
  }) as unknown as ApprovalRow;

const weak = row('1', 'weak-today', '2026-01-06T09:00:00Z', 1);
const strong = row('2', 'strong-today', '2026-01-06T17:00:00Z', 4);
const later = row('3', 'later', '2026-01-09T08:00:00Z', 4);

const approval = (of: ApprovalRow, fingerprint = `f${of.request.id}`) =>
  ({
    request: {
      request: of.request,
      policy: { id: 'y', displayName: 'All agents' },
      justification: '',
      answers: [],
      fingerprint,
    },
    isJustificationRequired: false,
    holdsNow: [],
    gains: [],
    overlaps: [],
    strongest: null,
    untilIfApprovedNow: '2026-02-04T08:00:00Z',
    similarDecisions: [],
  }) as unknown as ApprovalView;

function open(handlers: Handlers = {}) {
  let rows = [weak, strong, later];
  const decide = ({ requestId }: { requestId: string }) => {
    const of = rows.find(({ request }) => request.id === requestId);
    rows = rows.filter((other) => other !== of);
    setTimeout(() => backend.change('requests'));
    return { request: { ...of?.request, state: 'delivered' } } as RequestView;
  };
  const backend = fakeBackend({
    list_approvals: () => ({ rows }),
    show_approval: ({ requestId }) =>
      approval([weak, strong, later].find(({ request }) => request.id === requestId) ?? weak),
    approve_request: decide,
    deny_request: decide,
    ...handlers,
  });
  showScreen(backend, Approvals, {});
  return backend;
}

/** Several requests that ask for the same weak access, and one for more. */
const many = [
  ...Array.from({ length: 8 }, (_, index) => row(`m${index}`, `many-${index}`, '2026-01-06T09:00:00Z', 1)),
  later,
];

function openMany() {
  let rows = many;
  const backend = open({
    list_approvals: () => ({ rows }),
    show_approval: ({ requestId }) => approval(many.find(({ request }) => request.id === requestId) ?? later),
    approve_request: ({ requestId }) => {
      const of = rows.find(({ request }) => request.id === requestId);
      rows = rows.filter((other) => other !== of);
      setTimeout(() => backend.change('requests'));
      return { request: { ...of?.request, state: 'delivered' } } as RequestView;
    },
  });
  return backend;
}

const current = () => document.querySelector('[aria-current="true"]')?.textContent ?? '';

beforeEach(() => {
  location.hash = '#/approvals';
});

describe('the inbox', () => {
  it('puts today before tomorrow, and within a day the strongest first', () => {
    expect(inInboxOrder([later, weak, strong])).toEqual([strong, weak, later]);
  });

  it('shows what the policy asked and what was answered', async () => {
    const asked = approval(strong);
    const answers = [{ questionId: 'q', question: 'Which cost centre?', displayValue: 'CC-1234' }];
    open({ show_approval: () => ({ ...asked, request: { ...asked.request, answers } }) as unknown as ApprovalView });
    expect(await screen.findByText('Which cost centre?')).toBeTruthy();
    expect(screen.getByText('CC-1234')).toBeTruthy();
  });

  it('is walked with J and K', async () => {
    open();
    await screen.findByText('strong-today would get Invoice matching');
    await userEvent.keyboard('j');
    await waitFor(() => expect(current()).toContain('weak-today'));
    await userEvent.keyboard('k');
    await waitFor(() => expect(current()).toContain('strong-today'));
  });

  it('approves with A and Enter, and the focus goes to the next', async () => {
    const backend = open();
    await screen.findByText('strong-today would get Invoice matching');
    await userEvent.keyboard('a');
    await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
    await userEvent.keyboard('jk{Enter}');
    await waitFor(() => expect(current()).toContain('weak-today'));
    expect(
      backend.calls.find(({ command }) => command === 'approve_request')?.payload,
      'letters in a field are letters',
    ).toEqual({ requestId: '2', fingerprint: 'f2', justification: 'jk' });
    await waitFor(() => expect(document.activeElement?.textContent).toContain('weak-today'));
  });

  it('keeps a refused denial where it was written', async () => {
    open({
      deny_request: () => {
        throw new Refusal('justification_missing', 'Write a reason.');
      },
    });
    await screen.findByText('strong-today would get Invoice matching');
    await userEvent.keyboard('d');
    await screen.findByRole('form', { name: 'Deny' });
    await userEvent.click(screen.getByRole('button', { name: 'Deny' }));
    expect(await screen.findByText('Write a reason.')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByText('Write a reason.')).toBeNull());
    expect(current()).toContain('strong-today');
  });

  it('decides on what stood there when the decision was begun, and after a look again on what stands there then', async () => {
    let present = 'before';
    const backend = open({
      show_approval: () => approval(strong, present),
      approve_request: ({ fingerprint }) => {
        if (fingerprint !== present) throw new Refusal('request_changed', 'Look again, then decide.');
        return { request: { ...strong.request, state: 'delivered' } } as RequestView;
      },
    });
    await screen.findByText('strong-today would get Invoice matching');
    await userEvent.keyboard('a');
    await screen.findByRole('form', { name: 'Approve' });
    present = 'after';
    backend.change('requests');
    await userEvent.keyboard('because{Enter}');
    expect(await screen.findByText('Look again, then decide.')).toBeTruthy();
    const given = () =>
      backend.calls
        .filter(({ command }) => command === 'approve_request')
        .map(({ payload }) => (payload as { fingerprint: string }).fingerprint);
    expect(given()).toEqual(['before']);
    await waitFor(async () => {
      await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
      expect(given().at(-1)).toBe('after');
    });
  });

  it('approves for fewer days', async () => {
    const backend = open();
    await screen.findByText('strong-today would get Invoice matching');
    await userEvent.keyboard('e');
    await userEvent.type(await screen.findByRole('spinbutton', { name: /For how long/ }), '10{Enter}');
    await waitFor(() =>
      expect(backend.calls.find(({ command }) => command === 'approve_request')?.payload).toEqual({
        requestId: '2',
        fingerprint: 'f2',
        justification: undefined,
        duration: 'P10D',
      }),
    );
  });
});

describe('somebody who approves in quick succession', () => {
  it('is shown the strongest that waits by itself, and waits a moment before approving it', async () => {
    const backend = openMany();
    for (let index = 0; index < 5; index += 1) {
      await screen.findByText(`many-${index} would get Invoice matching`);
      await userEvent.keyboard('a');
      await userEvent.click(await screen.findByRole('button', { name: 'Approve' }));
    }
    expect(await screen.findByText('later would get Invoice matching')).toBeTruthy();
    expect(screen.getByText('A moment, please')).toBeTruthy();
    expect(document.querySelectorAll('[data-request]').length, 'nothing else is offered').toBe(1);
    const approve = screen.getByRole<HTMLButtonElement>('button', { name: 'Approve' });
    expect(approve.disabled).toBe(true);
    await userEvent.keyboard('a');
    expect(screen.queryByRole('form', { name: 'Approve' }), 'nor by its key').toBeNull();
    await userEvent.keyboard('d');
    expect(screen.getByRole('form', { name: 'Deny' }), 'denying is never held up').toBeTruthy();
    expect(backend.calls.filter(({ command }) => command === 'approve_request').length).toBe(5);
  });
});

describe('equal requests for weak access', () => {
  it('are approved at once, each as it was shown', async () => {
    const backend = openMany();
    await userEvent.click(await screen.findByRole('button', { name: 'Approve 8 like this' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Approve 8 requests for Invoice matching?' }));
    await dialog.findByText('many-7');
    expect(dialog.queryByText('later'), 'one that asks for more is not among them').toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Approve 8 like this' }));
    expect(await dialog.findByText('8 requests were approved')).toBeTruthy();
    const asked = backend.calls.filter(({ command }) => command === 'approve_request');
    expect(asked.map(({ payload }) => (payload as { fingerprint: string }).fingerprint)).toEqual(
      Array.from({ length: 8 }, (_, index) => `fm${index}`),
    );
  });

  it('are not offered for strong access', async () => {
    open();
    await screen.findByText('strong-today would get Invoice matching');
    expect(screen.queryByRole('button', { name: /like this/ })).toBeNull();
  });
});
