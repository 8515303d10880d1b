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
        const saying = { code: 'longer_than_policy', case: 'extension', values: {}, field: 'until' };
        throw new Refusal('longer_than_policy', 'The policy gives at most 30 days.', null, saying);
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

  describe('with questions', () => {
    const question = (id: string, text: string, isAnswerEditable: boolean) => ({
      id,
      sequence: 1,
      kind: 'shortText' as const,
      text,
      localizations: [],
      isRequired: false,
      isAnswerEditable,
      pattern: null,
      choices: [],
    });
    const answer = (questionId: string, value: string) => ({ questionId, question: '', value, displayValue: value });
    const asking = {
      ...view,
      questions: [
        question('q1', 'Cost centre?', false),
        question('q2', 'Region?', true),
        question('q3', 'Ticket?', true),
        question('q4', 'New?', false),
      ],
      answers: [answer('q1', 'CC-1'), answer('q2', 'eu'), answer('q3', 'T-7')],
    } as AssignmentView;

    it('shows what may be answered anew or never was, and sends only what has changed', async () => {
      const pending = { request: { state: 'pendingApproval' } } as RequestView;
      const backend = open({ show_assignment: () => asking, request_extension: () => pending });
      const region = await screen.findByLabelText<HTMLInputElement>('Region?');
      expect(region.value).toBe('eu');
      expect(screen.queryByLabelText('Cost centre?'), 'a fixed answer stays').toBeNull();
      await userEvent.clear(screen.getByLabelText('Ticket?'));
      await userEvent.type(screen.getByLabelText('New?'), 'yes');
      await userEvent.click(screen.getByRole('button', { name: 'Ask for extension' }));
      await waitFor(() =>
        expect(backend.calls.at(-1)?.payload).toMatchObject({
          answers: [
            { questionId: 'q3', value: '' },
            { questionId: 'q4', value: 'yes' },
          ],
        }),
      );
    });

    it('shows at its question why an answer is refused', async () => {
      open({
        show_assignment: () => asking,
        request_extension: () => {
          throw new Refusal('answer_form', "The answer doesn't have the wanted form.", { questionId: 'q2' });
        },
      });
      const region = await screen.findByLabelText('Region?');
      await userEvent.click(screen.getByRole('button', { name: 'Ask for extension' }));
      await waitFor(() => expect(region.getAttribute('aria-invalid')).toBe('true'));
    });
  });
});
