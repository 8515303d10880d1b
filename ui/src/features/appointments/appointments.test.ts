import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type { AppointmentRow, Appointments } from '../../generated/contract';
import { showScreen } from '../../showScreen';
import RoleHolders from './RoleHolders.svelte';

const owner: AppointmentRow = {
  person: { id: 'p1', displayName: 'Aoife Byrne' },
  group: null,
  role: null,
  catalog: { id: 'c1', displayName: 'Finance' },
  catalogRole: 'catalogOwner',
};
const readers: AppointmentRow = {
  ...owner,
  person: null,
  group: { id: 'g1', displayName: 'Finance leads' },
  catalogRole: 'catalogReader',
};

const inCatalog = (may: Appointments['may']): Appointments => ({ rows: [owner, readers], may });

describe('the roles in a catalog', () => {
  it('are only read by those who may not give them', async () => {
    showScreen(fakeBackend({ list_appointments: () => inCatalog([]) }), RoleHolders, { catalogId: 'c1' });
    expect(await screen.findByRole('link', { name: 'Aoife Byrne' })).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Reader' })).getByText('Whoever is in Finance leads')).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Assignment manager' })).getByText('Nobody')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Appoint' })).toBeNull();
    expect(screen.queryByRole('button', { name: /Take/ })).toBeNull();
  });

  it('are given to a group after it was said what they allow', async () => {
    const appoint = vi.fn(() => inCatalog([]));
    const backend = fakeBackend({
      list_appointments: () => inCatalog(['appoint_catalog_role']),
      appoint_catalog_role: appoint,
      list_people: () => ({ rows: [], next: null }),
      list_groups: () => ({
        rows: [
          {
            id: 'g2',
            displayName: 'Bookkeepers',
            description: '',
            kind: 'security' as const,
            people: [{ id: 'p2', displayName: 'Omar' }],
            agents: [],
            mayBeGrantedToAgents: false,
            maySponsor: false,
          },
        ],
      }),
    });
    showScreen(backend, RoleHolders, { catalogId: 'c1' });
    await userEvent.click(await screen.findByRole('button', { name: 'Appoint' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Sees all packages, hidden ones too.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Appoint' }));
    expect(within(dialog).getByText('Choose who is to hold the role.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('radio', { name: 'A group' }));
    await userEvent.type(within(dialog).getByRole('combobox', { name: /A group/ }), 'book');
    await userEvent.click(await screen.findByRole('option', { name: /Bookkeepers/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Appoint' }));
    expect(appoint).toHaveBeenCalledWith({ catalogId: 'c1', groupId: 'g2', role: 'catalogReader' });
  });

  it('are taken away only after it was said what goes', async () => {
    const withdraw = vi.fn(() => inCatalog([]));
    const backend = fakeBackend({
      list_appointments: () => inCatalog(['withdraw_catalog_role']),
      withdraw_catalog_role: withdraw,
    });
    showScreen(backend, RoleHolders, { catalogId: 'c1' });
    await userEvent.click(await screen.findByRole('button', { name: 'Take Owner from Aoife Byrne' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText(/loses at once what the role allows in this catalog/)).toBeTruthy();
    expect(withdraw).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }));
    expect(withdraw).toHaveBeenCalledWith({
      catalogId: 'c1',
      personId: 'p1',
      groupId: undefined,
      role: 'catalogOwner',
    });
  });
});

describe('the roles in the workspace', () => {
  it('stay where the core refuses to take the last one, and the dialog says why', async () => {
    const row: AppointmentRow = { ...owner, catalog: null, catalogRole: null, role: 'administrator' };
    const backend = fakeBackend({
      list_appointments: () => ({ rows: [row], may: ['appoint_role', 'withdraw_role'] }),
      withdraw_role: () => {
        throw new Refusal('last_administrator', 'This is the only active administrator in person.');
      },
    });
    showScreen(backend, RoleHolders, {});
    await userEvent.click(await screen.findByRole('button', { name: 'Take Administrator from Aoife Byrne' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }));
    expect(await within(dialog).findByText('This is the only active administrator in person.')).toBeTruthy();
  });
});
