import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import type { MySettings, SettingsView } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import ChangePassphrase from './ChangePassphrase.svelte';
import Interruptions from './Interruptions.svelte';
import Quotas from './Quotas.svelte';
import { readDays } from './reminderDays';
import WorkspaceSettings from './WorkspaceSettings.svelte';

const settings: SettingsView = {
  name: 'Larkfield',
  custodian: { id: 'p1', displayName: 'Oskar Lindqvist' },
  reminderDays: [14, 1],
  maxBlueprints: 250,
  maxAgentsPerBlueprint: 250,
  administrators: [],
  auditors: [],
};

describe('reminder days', () => {
  it('are read in any order, each once', () => {
    expect(readDays('1, 14,7 ;14')).toEqual([14, 7, 1]);
  });

  it('are nothing else than whole days from 1 up', () => {
    for (const text of ['', ' , ', '0', '-1', '1.5', 'two', '14, x']) expect(readDays(text), text).toBeUndefined();
  });
});

describe('the settings of the workspace', () => {
  it('are saved only when something changed and everything can be read', async () => {
    const changed = vi.fn();
    const backend = fakeBackend({ update_settings: () => ({ ...settings, reminderDays: [30, 14] }) });
    showScreen(backend, WorkspaceSettings, { settings, onchanged: changed });
    const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
    expect(save.disabled).toBe(true);
    const days = screen.getByLabelText<HTMLInputElement>(/Reminders/);
    await userEvent.clear(days);
    await userEvent.type(days, '14, soon');
    expect(screen.getByText(/Write whole days/)).toBeTruthy();
    await userEvent.click(save);
    expect(backend.calls).toEqual([]);
    await userEvent.clear(days);
    await userEvent.type(days, '14 30');
    await userEvent.click(save);
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    expect(backend.calls[0]?.payload).toEqual({ name: 'Larkfield', custodianId: 'p1', reminderDays: [30, 14] });
    expect(days.value).toBe('30, 14');
  });
});

describe('quotas', () => {
  it('are saved only as whole numbers, and without touching anything else', async () => {
    const backend = fakeBackend({ update_settings: () => ({ ...settings, maxBlueprints: 300 }) });
    showScreen(backend, Quotas, { settings, mayChange: true });
    const blueprints = screen.getByLabelText<HTMLInputElement>(/Blueprints at most/);
    await userEvent.clear(blueprints);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('Write a whole number, 1 or more.')).toBeTruthy();
    expect(backend.calls).toEqual([]);
    await userEvent.type(blueprints, '300');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(backend.calls[0]?.payload).toEqual({ maxBlueprints: 300, maxAgentsPerBlueprint: 250 });
  });

  it('are only read by those who may not change them', () => {
    showScreen(fakeBackend(), Quotas, { settings: { ...settings, maxBlueprints: 1200 }, mayChange: false });
    expect(screen.getByText('1,200')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('my passphrase', () => {
  it('is changed with the present one', async () => {
    const backend = fakeBackend({ set_passphrase: () => ({ person: { id: 'p1', displayName: 'Oskar' } }) });
    showScreen(backend, ChangePassphrase);
    await userEvent.type(screen.getByLabelText(/Present passphrase/), 'the old phrase');
    await userEvent.type(screen.getByLabelText(/^Passphrase/), 'a long enough phrase');
    await userEvent.type(screen.getByLabelText(/once more/), 'another one, wrongly{Enter}');
    expect(screen.getByText('The two are not the same.')).toBeTruthy();
    expect(backend.calls).toEqual([]);
    await userEvent.clear(screen.getByLabelText(/once more/));
    await userEvent.type(screen.getByLabelText(/once more/), 'a long enough phrase{Enter}');
    await vi.waitFor(() =>
      expect(backend.calls[0]?.payload).toEqual({ current: 'the old phrase', passphrase: 'a long enough phrase' }),
    );
  });
});

describe('my reminders', () => {
  const chosen: MySettings = {
    lockAfterMinutes: 15,
    notificationLevel: 'all',
    quietHours: null,
    quietDays: [],
    digestAt: null,
  };

  it('are saved as a whole once something is changed', async () => {
    const backend = fakeBackend({ show_my_settings: () => chosen, update_my_settings: () => chosen });
    showScreen(backend, Interruptions);
    await userEvent.click(await screen.findByLabelText('What asks me to do something'));
    await userEvent.click(screen.getByRole('switch', { name: 'Quiet hours' }));
    await userEvent.click(screen.getByLabelText('Saturday'));
    const save = screen.getByRole('button', { name: 'Save' });
    await userEvent.clear(screen.getByLabelText(/From/));
    await userEvent.click(save);
    expect(screen.getByText('Choose a time.')).toBeTruthy();
    expect(backend.calls.filter((call) => call.command === 'update_my_settings')).toEqual([]);
    await userEvent.type(screen.getByLabelText(/From/), '19:30');
    await userEvent.click(save);
    await vi.waitFor(() =>
      expect(backend.calls.find((call) => call.command === 'update_my_settings')?.payload).toEqual({
        notificationLevel: 'actionNeeded',
        quietHours: { from: '19:30', to: '08:00' },
        quietDays: ['saturday'],
        digestAt: null,
      }),
    );
  });

  it('ask for no times when nothing comes up anyway', async () => {
    const backend = fakeBackend({ show_my_settings: () => ({ ...chosen, notificationLevel: 'nothing' }) });
    showScreen(backend, Interruptions);
    expect(await screen.findByLabelText('Nothing')).toBeTruthy();
    expect(screen.queryByRole('switch', { name: 'Quiet hours' })).toBeNull();
  });
});
