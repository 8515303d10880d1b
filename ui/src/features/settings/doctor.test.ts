import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { DoctorView } from '../../generated/contract';
import { setLanguage } from '../../shared/i18n';
import { showScreen } from '../../showScreen';
import Doctor from './Doctor.svelte';

const seen: DoctorView = {
  findings: [
    {
      check: 'permissions',
      health: 'bad',
      sentence: 'Others on this machine can get at 2 files.',
      advice: 'Take them away from others.',
      saying: { code: 'permissions', case: 'bad', values: { count: 2, first: '/w/workspace.db' } },
      mend: 'repairPermissions',
    },
    {
      check: 'tray',
      health: 'fair',
      sentence: 'This desktop shows no tray.',
      advice: 'Add one.',
      saying: { code: 'tray', case: 'noTray', values: {} },
      mend: null,
    },
  ],
};
const hidden: DoctorView = {
  findings: [
    {
      check: 'permissions',
      health: 'good',
      sentence: 'Only its owner can read it.',
      advice: null,
      saying: { code: 'permissions', case: 'good', values: {} },
      mend: null,
    },
  ],
};

afterEach(() => setLanguage('en'));

it('what is wrong says what to do, and what the program can mend has a button that mends it', async () => {
  let now = seen;
  const backend = fakeBackend({ show_doctor: () => now, repair_permissions: () => (now = hidden) });
  showScreen(backend, Doctor);
  const rows = await screen.findAllByRole('listitem');
  expect(rows).toHaveLength(2);
  expect(screen.getByText('Take them away from others.')).toBeTruthy();
  const tray = rows[1];
  if (tray) expect(within(tray).queryByRole('button'), 'nobody but a person can add a tray').toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Hide it from others' }));
  expect(await screen.findByText('Only its owner can read it.')).toBeTruthy();
});

it('a mend that is refused says why and leaves what was found', async () => {
  const backend = fakeBackend({
    show_doctor: () => seen,
    repair_permissions: () => {
      throw { code: 'io', message: 'The folder belongs to somebody else.', details: null };
    },
  });
  showScreen(backend, Doctor);
  await userEvent.click(await screen.findByRole('button', { name: 'Hide it from others' }));
  expect(await screen.findByText('The folder belongs to somebody else.')).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
});

it('findings and advice are in the language of whoever reads them', async () => {
  setLanguage('de');
  showScreen(fakeBackend({ show_doctor: () => seen }), Doctor);
  expect(await screen.findByText(/an 2 Dateien, zuerst \/w\/workspace\.db/)).toBeTruthy();
  expect(screen.getByText(/Ordner 0700, Dateien 0600/)).toBeTruthy();
  expect(screen.queryByText(/machine|tray/)).toBeNull();
});
