import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { BackupRow, DeskView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Backups from './Backups.svelte';

const backup: BackupRow = {
  file: '/w/backups/daily-20260305T080000Z.db',
  name: 'daily-20260305T080000Z',
  kind: 'daily',
  madeAt: '2026-03-05T08:00:00Z',
  bytes: 4096,
};

const desk: DeskView = {
  workspace: null,
  me: null,
  isLocked: false,
  mustChangePassphrase: false,
  recoveryCode: null,
  now: null,
  tour: null,
  defaultFolder: '/w',
  trainingFolder: '/t',
  hasTrainingCompany: false,
  version: '0.1.0',
  sqliteVersion: '3.54.1',
};

it('restores a backup only after saying what will no longer be there', async () => {
  const backend = fakeBackend({
    list_backups: () => ({ folder: '/w/backups', rows: [backup] }),
    restore_workspace: () => desk,
  });
  showScreen(backend, Backups, { mayChange: true });
  await userEvent.click(await screen.findByRole('button', { name: /^Restore daily/ }));
  expect(await screen.findByText(/no longer in the workspace/)).toBeTruthy();
  expect(backend.calls.map(({ command }) => command)).not.toContain('restore_workspace');
  await userEvent.click(screen.getByRole('button', { name: 'Restore' }));
  await vi.waitFor(() =>
    expect(backend.calls.find(({ command }) => command === 'restore_workspace')?.payload).toEqual({
      backup: backup.file,
    }),
  );
});

it('offers those who only look nothing to change', async () => {
  const backend = fakeBackend({ list_backups: () => ({ folder: '/w/backups', rows: [backup] }) });
  showScreen(backend, Backups, { mayChange: false });
  expect(await screen.findByText('By itself')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Restore|Back up/ })).toBeNull();
});
