import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { AutostartView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Start from './Start.svelte';

const off: AutostartView = {
  isOn: false,
  isHidden: true,
  program: '/usr/bin/chaperone-desktop',
  workspace: null,
  trouble: null,
  troubleSaying: null,
};

it('starting with the session is off until somebody wants it, and then begins in the tray', async () => {
  let now = off;
  const backend = fakeBackend({
    show_device: () => ({ autostart: now, language: 'system' }),
    switch_autostart: ({ isOn, isHidden }) => {
      now = { ...off, isOn, isHidden: isHidden ?? true, workspace: '/srv/team' };
      return { autostart: now, language: 'system' };
    },
  });
  showScreen(backend, Start);
  const start = await screen.findByRole<HTMLInputElement>('switch', { name: /when I sign in/ });
  expect(start.checked).toBe(false);
  expect(screen.queryByRole('switch', { name: /tray/ })).toBeNull();
  await userEvent.click(start);
  const tray = await screen.findByRole<HTMLInputElement>('switch', { name: /tray/ });
  expect(tray.checked).toBe(true);
  expect(screen.getByText('/usr/bin/chaperone-desktop')).toBeTruthy();
  expect(screen.getByText('/srv/team')).toBeTruthy();
  await userEvent.click(tray);
  await vi.waitFor(() => expect(now.isHidden).toBe(false));
});

it('what was refused leaves the switch where it really is', async () => {
  const backend = fakeBackend({
    show_device: () => ({ autostart: { ...off, trouble: 'The folder can not be written.' }, language: 'system' }),
    switch_autostart: () => {
      throw { code: 'autostart_not_changed', message: 'It can not be changed.', details: null };
    },
  });
  showScreen(backend, Start);
  const start = await screen.findByRole<HTMLInputElement>('switch', { name: /when I sign in/ });
  await userEvent.click(start);
  expect(await screen.findByText('It can not be changed.')).toBeTruthy();
  expect(screen.getByText('The folder can not be written.')).toBeTruthy();
  await vi.waitFor(() => expect(start.checked).toBe(false));
});

it('is not spoken of where the host is no desktop', async () => {
  const backend = fakeBackend({ show_device: () => ({ autostart: null, language: null }) });
  showScreen(backend, Start);
  await vi.waitFor(() => expect(backend.calls).toHaveLength(1));
  expect(screen.queryByRole('switch')).toBeNull();
});
