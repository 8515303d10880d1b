import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Refusal } from '../../backend';
import { fakeBackend } from '../../backend/fake';
import type { SignInCodeView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import ConfirmSignIn from './ConfirmSignIn.svelte';

const now = '2026-03-05T08:00:00Z';
const waiting: SignInCodeView = {
  client: 'a report',
  scope: 'https://graph.microsoft.com/.default',
  askedAt: now,
  endsAt: '2026-03-05T08:15:00Z',
};

async function type(code: string): Promise<void> {
  await userEvent.type(await screen.findByRole('textbox', { name: /^Code/ }), code);
  await userEvent.click(screen.getByRole('button', { name: 'Look' }));
}

it('shows what waits with a code before anything is confirmed', async () => {
  const backend = fakeBackend({ show_sign_in_code: () => waiting, confirm_sign_in_code: () => waiting });
  showScreen(backend, ConfirmSignIn, { open: true, name: 'Ada', now });
  await type('bcdf-ghjk');
  expect(await screen.findByText('a report')).toBeTruthy();
  expect(screen.getByText(/It will act as Ada/)).toBeTruthy();
  expect(backend.calls.map(({ command }) => command)).toEqual(['show_sign_in_code']);
  await userEvent.click(screen.getByRole('button', { name: 'Confirm, it is me' }));
  await vi.waitFor(() =>
    expect(backend.calls.at(-1)).toEqual({ command: 'confirm_sign_in_code', payload: { userCode: 'bcdf-ghjk' } }),
  );
});

it('says that no program waits with a code, and lets the person type another', async () => {
  const backend = fakeBackend({
    show_sign_in_code: () => {
      throw new Refusal('unknown_code', 'No program waits with this code; check it.');
    },
  });
  showScreen(backend, ConfirmSignIn, { open: true, name: 'Ada', now });
  await type('BBBB-BBBB');
  expect(await screen.findByText(/No program waits with this code/)).toBeTruthy();
  expect(screen.getByRole('textbox', { name: /^Code/ })).toBeTruthy();
});

it('refuses a program that the person did not start', async () => {
  const backend = fakeBackend({ show_sign_in_code: () => waiting, deny_sign_in_code: () => waiting });
  showScreen(backend, ConfirmSignIn, { open: true, name: 'Ada', now });
  await type('BCDF-GHJK');
  await userEvent.click(await screen.findByRole('button', { name: 'Refuse' }));
  await vi.waitFor(() => expect(backend.calls.at(-1)?.command).toBe('deny_sign_in_code'));
});
