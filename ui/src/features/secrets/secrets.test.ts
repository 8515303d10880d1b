import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { DoorKeepingView, SecretRow } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Secrets from './Secrets.svelte';

const now = '2026-03-05T08:00:00Z';
const row: SecretRow = {
  id: 's1',
  displayName: 'night run',
  hint: 'abc',
  state: 'inForce',
  createdAt: now,
  createdBy: { id: 'p1', displayName: 'Ada' },
  endsAt: '2026-09-01T08:00:00Z',
  revokedAt: null,
  lastUsedAt: null,
};
const nobody: DoorKeepingView = { keeping: 'nobody', stands: null, message: null, saying: null };
const agent = { kind: 'agent', id: 'a1', name: 'Invoice Matcher' } as const;

it('shows a secret once, and it is gone when the dialog is closed', async () => {
  const backend = fakeBackend({
    list_agent_secrets: () => ({ rows: [], may: ['issue_agent_secret'] }),
    show_door_keeping: () => nobody,
    issue_agent_secret: () => ({ row, secret: 'chp_told_once' }),
  });
  showScreen(backend, Secrets, { holder: agent, now });
  await userEvent.click(await screen.findByRole('button', { name: 'Give a secret' }));
  await userEvent.type(await screen.findByRole('textbox', { name: /^Where it is used/ }), 'night run');
  const buttons = screen.getAllByRole('button', { name: 'Give a secret' });
  await userEvent.click(buttons[buttons.length - 1]!);
  expect(await screen.findByText('chp_told_once')).toBeTruthy();
  expect(backend.calls.find(({ command }) => command === 'issue_agent_secret')?.payload).toEqual({
    agentId: 'a1',
    displayName: 'night run',
  });
  const closes = screen.getAllByRole('button', { name: 'Close' });
  await userEvent.click(closes[closes.length - 1]!);
  await vi.waitFor(() => expect(screen.queryByText('chp_told_once')).toBeNull());
});

it('revokes a secret only after saying what that means, and only one that is in force', async () => {
  const expired: SecretRow = { ...row, id: 's2', displayName: 'old', state: 'expired' };
  const backend = fakeBackend({
    list_blueprint_secrets: () => ({ rows: [row, expired], may: ['revoke_blueprint_secret'] }),
    revoke_blueprint_secret: () => ({ ...row, state: 'revoked' as const, revokedAt: now }),
  });
  showScreen(backend, Secrets, { holder: { kind: 'blueprint', id: 'b1', name: 'Matchers' }, now });
  expect(await screen.findAllByText('Never')).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'Revoke old' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Give a secret' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Revoke night run' }));
  expect(await screen.findByText(/lets nobody in from this moment on/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }));
  await vi.waitFor(() =>
    expect(backend.calls.find(({ command }) => command === 'revoke_blueprint_secret')?.payload).toEqual({
      secretId: 's1',
    }),
  );
});
