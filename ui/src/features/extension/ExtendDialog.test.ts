import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../backend';
import { fakeBackend, type Handlers } from '../../backend/fake';
import { showScreen } from '../../showScreen';
import type { AssignmentView, RequestView } from '../../generated/contract';
import ExtendDialog from './ExtendDialog.svelte';

const view = {
  assignment: {
    id: '1',
    agent: { id: '2', displayName: 'invoice-matcher' },
    accessPackage: { id: '3', displayName: 'Invoice matching' },
    endsAt: '2026-02-04T08:00:00.000Z',
    extension: 'withApproval',
    openExtension: null,
  },
  latestExtension: '2026-03-06T08:00:00.000Z',
  may: ['request_extension'],
} as unknown as AssignmentView;

function open(handlers: Handlers) {
  const backend = fakeBackend({ show_assignment: () => view, ...handlers });
  showScreen(backend, ExtendDialog, { open: true, assignmentId: '1' });
  return backend;
}

describe('extending', () => {
  it('says that somebody must agree, and by when, before one asks', async () => {
    open({});
    expect((await screen.findByText(/If nobody has decided by/)).textContent).toContain('Feb 4, 2026, 08:00');
    expect(screen.getByText('At the latest Mar 6, 2026, 08:00.')).toBeTruthy();
  });

  it('leaves the latest end to the core, which knows it to the millisecond', async () => {
    const pending = { request: { state: 'pendingApproval' } } as RequestView;
    const backend = open({ request_extension: () => pending });
    await userEvent.type(await screen.findByLabelText('Reason'), 'February too.');
    await userEvent.click(screen.getByRole('button', { name: 'Ask for extension' }));
    await waitFor(() =>
      expect(backend.calls.at(-1)).toEqual({
        command: 'request_extension',
        payload: { assignmentId: '1', until: undefined, justification: 'February too.' },
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('shows a refusal where it belongs and stays open', async () => {
    open({
      request_extension: () => {
        throw new Refusal('longer_than_policy', 'The policy gives at most 30 days.');
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Ask for extension' }));
    expect((await screen.findByText('The policy gives at most 30 days.')).className).toContain('error');
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('offers nothing where an extension waits already', async () => {
    open({
      show_assignment: () => ({ ...view, assignment: { ...view.assignment, openExtension: '9' } }),
    });
    expect(await screen.findByText('An extension is already waiting for a decision.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask for extension' })).toBeNull();
  });
});
