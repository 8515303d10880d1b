import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend, type FakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { DeskView, Me, PersonRow } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import ActAs from './ActAs.svelte';
import FirstStart from './FirstStart.svelte';
import LockScreen from './LockScreen.svelte';
import SignIn from './SignIn.svelte';

const desk: DeskView = {
  workspace: null,
  me: null,
  now: null,
  tour: null,
  defaultFolder: '/data/workspace',
  trainingFolder: '/data/training',
  isLocked: false,
  mustChangePassphrase: false,
  recoveryCode: null,
  hasTrainingCompany: false,
  version: '0.1.0',
  sqliteVersion: '3.50.0',
};
const me: Me = {
  person: { id: 'p1', displayName: 'Nadia el Amrani' },
  email: 'nadia@example.com',
  roles: ['administrator'],
  may: [],
  agents: 0,
};

const asked = (backend: FakeBackend, command: string) =>
  backend.calls.filter((call) => call.command === command).map((call) => call.payload);

describe('the first start', () => {
  it('says where data lies and opens the training company', async () => {
    const opened = vi.fn();
    const backend = fakeBackend({ show_desk: () => desk, open_training_company: () => desk });
    showScreen(backend, FirstStart, { onopened: opened });
    expect(await screen.findByText('/data/training')).toBeTruthy();
    expect(screen.getByText(/Everything stays on this machine/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Open the training company' }));
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
  });

  it('does not send a form with mistakes, and puts the focus on the first of them', async () => {
    const backend = fakeBackend({ show_desk: () => desk });
    showScreen(backend, FirstStart);
    await userEvent.click(await screen.findByRole('button', { name: 'Create a workspace' }));
    await userEvent.type(screen.getByLabelText(/Name of the workspace/), 'Harbour');
    await userEvent.type(screen.getByLabelText(/Your name/), 'Nadia');
    await userEvent.type(screen.getByLabelText(/Your e-mail/), 'nadia');
    await userEvent.type(screen.getByLabelText(/^Passphrase/), 'too short');
    await userEvent.click(screen.getByRole('button', { name: 'Create the workspace' }));
    expect(screen.getByText('Use at least 10 characters.')).toBeTruthy();
    expect(screen.getByText('The two are not the same.')).toBeTruthy();
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/Your e-mail/)));
    expect(asked(backend, 'create_workspace')).toEqual([]);
  });

  it('creates a live workspace in the shown folder', async () => {
    const opened = vi.fn();
    const backend = fakeBackend({ show_desk: () => desk, create_workspace: () => ({ ...desk, me }) });
    showScreen(backend, FirstStart, { onopened: opened });
    await screen.findByText('/data/training');
    await userEvent.click(screen.getByRole('button', { name: 'Create a workspace' }));
    await userEvent.type(screen.getByLabelText(/Name of the workspace/), ' Harbour ');
    await userEvent.type(screen.getByLabelText(/Your name/), 'Nadia');
    await userEvent.type(screen.getByLabelText(/Your e-mail/), 'nadia@example.com');
    await userEvent.type(screen.getByLabelText(/^Passphrase/), 'a long enough phrase');
    await userEvent.type(screen.getByLabelText(/once more/), 'a long enough phrase{Enter}');
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    expect(asked(backend, 'create_workspace')).toEqual([
      {
        name: 'Harbour',
        kind: 'live',
        administratorName: 'Nadia',
        administratorEmail: 'nadia@example.com',
        passphrase: 'a long enough phrase',
        folder: '/data/workspace',
      },
    ]);
  });

  it('shows in place why a folder cannot be opened', async () => {
    const backend = fakeBackend({
      show_desk: () => desk,
      open_workspace: () => {
        throw new Refusal('no_workspace', 'There is no workspace in /nowhere.');
      },
    });
    showScreen(backend, FirstStart);
    await userEvent.click(await screen.findByRole('button', { name: 'Open a folder' }));
    await userEvent.clear(screen.getByLabelText(/Folder/));
    await userEvent.type(screen.getByLabelText(/Folder/), '/nowhere{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('There is no workspace in /nowhere.');
  });
});

describe('signing in', () => {
  it('keeps the address and forgets the passphrase when they do not belong together', async () => {
    const backend = fakeBackend({
      sign_in: () => {
        throw new Refusal('wrong_sign_in', 'They do not belong together.');
      },
    });
    showScreen(backend, SignIn, { workspace: 'Harbour', folder: '/data/workspace' });
    await userEvent.type(screen.getByLabelText(/E-mail/), 'nadia@example.com');
    await userEvent.type(screen.getByLabelText(/Passphrase/), 'wrong one{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('They do not belong together.');
    expect(screen.getByLabelText<HTMLInputElement>(/E-mail/).value).toBe('nadia@example.com');
    expect(screen.getByLabelText<HTMLInputElement>(/Passphrase/).value).toBe('');
  });
});

describe('acting as somebody', () => {
  it('finds people with their roles, and takes over the desk of the chosen one', async () => {
    const row: PersonRow = {
      id: 'p2',
      displayName: 'Ruth Adeyemi',
      email: 'ruth@example.com',
      jobTitle: null,
      department: null,
      manager: null,
      isActive: true,
      roles: ['auditor'],
      sponsoredAgents: 2,
    };
    const backend = fakeBackend({ list_people: () => ({ rows: [row], next: null }), act_as: () => desk });
    showScreen(backend, ActAs, { me });
    const field = screen.getByRole('combobox', { name: 'Act as someone else' });
    expect((field as HTMLInputElement).value).toBe('Nadia el Amrani');
    await userEvent.click(field);
    const option = await screen.findByRole('option', { name: /Ruth Adeyemi/ });
    expect(option.textContent).toContain('Auditor · Sponsor of 2 agents');
    await userEvent.click(option);
    await vi.waitFor(() => expect(asked(backend, 'act_as')).toEqual([{ personId: 'p2' }]));
  });
});

describe('a locked session', () => {
  it('lies above everything, has the focus, and lets no key through to what lies beneath', async () => {
    const beneath = vi.fn();
    document.addEventListener('keydown', beneath);
    try {
      showScreen(fakeBackend(), LockScreen, { me });
      const lock = screen.getByRole('dialog', { name: 'Locked' });
      expect((lock as HTMLDialogElement).open).toBe(true);
      expect(document.activeElement).toBe(screen.getByLabelText(/Passphrase/));
      await userEvent.keyboard('{Control>}k{/Control}{Escape}');
      expect(beneath).not.toHaveBeenCalled();
      expect((lock as HTMLDialogElement).open).toBe(true);
    } finally {
      document.removeEventListener('keydown', beneath);
    }
  });

  it('opens by the passphrase alone and says until when one has to wait', async () => {
    const backend = fakeBackend({
      unlock_session: () => {
        throw new Refusal('sign_in_delayed', 'There were too many wrong tries.', {
          tryAgainAt: '2026-01-05T08:00:05.000Z',
        });
      },
    });
    showScreen(backend, LockScreen, { me });
    await userEvent.type(screen.getByLabelText(/Passphrase/), 'correct horse{Enter}');
    expect(asked(backend, 'unlock_session')).toEqual([{ passphrase: 'correct horse' }]);
    const said = await screen.findByRole('alert');
    expect(said.textContent).toContain('Try again after');
    expect(said.textContent).toContain('too many wrong tries');
  });
});

describe('a lost passphrase', () => {
  it('is replaced by the recovery code', async () => {
    const backend = fakeBackend({ redeem_recovery_code: () => ({ ...desk, recoveryCode: 'abcde-fghij' }) });
    showScreen(backend, SignIn, { workspace: 'Quay', folder: '/data/quay' });
    await userEvent.click(screen.getByRole('button', { name: 'Administrator without a passphrase?' }));
    await userEvent.type(await screen.findByLabelText(/Recovery code/), 'xyz');
    await userEvent.type(screen.getByLabelText(/E-mail/), 'ada@example.com');
    await userEvent.type(screen.getByLabelText(/^Passphrase/), 'found again at last');
    await userEvent.type(screen.getByLabelText(/The same once more/), 'found again at last');
    await userEvent.click(screen.getByRole('button', { name: 'Choose a new passphrase' }));
    expect(asked(backend, 'redeem_recovery_code')).toEqual([
      { email: 'ada@example.com', code: 'xyz', passphrase: 'found again at last' },
    ]);
  });
});
