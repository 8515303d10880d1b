import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeBackend } from '../../backend/fake';
import { Refusal } from '../../backend/refusal';
import type {
  AppointmentRow,
  Appointments,
  DepartureView,
  PersonRef,
  PersonRow,
  PersonView,
} from '../../generated/contract';
import { showScreen } from '../../showScreen';
import Departure from './Departure.svelte';
import ManagerChain from './ManagerChain.svelte';
import PersonRoles from './PersonRoles.svelte';

const marek: PersonRef = { id: 'p2', displayName: 'Marek' };
const tomasz: PersonRef = { id: 'p3', displayName: 'Tomasz' };
const view: DepartureView = {
  person: { id: 'p1', displayName: 'Aoife' },
  heir: marek,
  by: 'higherManager',
  passedOver: [tomasz],
  agents: [
    { agent: { id: 'a1', displayName: 'Cork' }, keepsCoSponsor: false, isHeld: false },
    { agent: { id: 'a2', displayName: 'Porto' }, keepsCoSponsor: true, isHeld: false },
    { agent: { id: 'a3', displayName: 'Lisbon' }, keepsCoSponsor: false, isHeld: true },
  ],
  blueprints: [],
};

const person = (id: string, displayName: string, manager: PersonRef | null, isActive = true): PersonRow => ({
  id,
  displayName,
  email: `${id}@example.com`,
  jobTitle: null,
  department: null,
  manager,
  isActive,
  roles: [],
  sponsoredAgents: 0,
});
const around = (row: PersonRow): PersonView => ({
  person: row,
  employeeId: null,
  hiredAt: null,
  leavesAt: null,
  reports: [],
  sponsors: [],
  owns: [],
  groups: [],
  hasPassphrase: null,
});

describe('a departure', () => {
  const props = { open: true, personId: 'p1', name: 'Aoife', records: true };

  it('is rehearsed first: who inherits what, who is passed over, what is held', async () => {
    const backend = fakeBackend({ rehearse_departure: () => view });
    showScreen(backend, Departure, props);
    expect(await screen.findByText('Marek inherits')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Tomasz' })).toBeTruthy();
    const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(name) }));
    expect(row('Cork').getByText('Marek becomes its sponsor')).toBeTruthy();
    expect(row('Porto').getByText(/Keeps its other sponsor/)).toBeTruthy();
    expect(row('Lisbon').getByText('Is held')).toBeTruthy();
    expect(backend.calls.map(({ command }) => command)).toEqual(['rehearse_departure']);
  });

  it('is carried out only after one more question, which says what will end', async () => {
    const backend = fakeBackend({ rehearse_departure: () => view, record_departure: () => view });
    showScreen(backend, Departure, props);
    await screen.findByText('Marek inherits');
    await userEvent.click(screen.getByRole('button', { name: 'Record the departure…' }));
    const question = await screen.findByRole('alertdialog');
    expect(question.textContent).toContain('2 agents pass to Marek. 1 agent is held');
    await userEvent.click(within(question).getByRole('button', { name: 'Aoife leaves now' }));
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(backend.calls.at(-1)).toEqual({ command: 'record_departure', payload: { personId: 'p1' } });
  });

  it('is only rehearsed by who may not record it', async () => {
    showScreen(fakeBackend({ rehearse_departure: () => view }), Departure, { ...props, records: false });
    await screen.findByText('Marek inherits');
    expect(screen.queryByRole('button', { name: 'Record the departure…' })).toBeNull();
  });
});

describe('the chain of managers', () => {
  it('goes to the top, marks who is passed over, and ends at a circle', async () => {
    const rows: Record<string, PersonRow> = {
      p2: person('p2', 'Marek', tomasz),
      p3: person('p3', 'Tomasz', marek, false),
    };
    const backend = fakeBackend({ show_person: ({ personId }) => around(rows[personId] as PersonRow) });
    showScreen(backend, ManagerChain, { manager: marek, below: ['p1'] });
    expect(await screen.findByText('(left, passed over)')).toBeTruthy();
    expect(await screen.findByText(/a circle/)).toBeTruthy();
    expect(backend.calls).toHaveLength(2);
  });
});

describe('roles', () => {
  const appointments = (...rows: Partial<AppointmentRow>[]): Appointments => ({
    rows: rows.map((row) => ({ person: null, group: null, role: null, catalog: null, catalogRole: null, ...row })),
    may: [],
  });

  it('are taken after a question that keeps the refusal', async () => {
    const backend = fakeBackend({
      list_appointments: () => appointments({ person: { id: 'p1', displayName: 'Ines' }, role: 'administrator' }),
      withdraw_role: () => {
        throw new Refusal('last_administrator', 'Nobody else administers.');
      },
    });
    showScreen(backend, PersonRoles, {
      person: { ...person('p1', 'Ines', null), roles: ['administrator'] },
      appoints: true,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw: Administrator' }));
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Withdraw' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Nobody else administers.');
  });

  it('are given at once', async () => {
    const backend = fakeBackend({
      list_appointments: () => appointments(),
      appoint_role: () => ({ person: marek, group: null, roles: ['auditor'] }),
    });
    showScreen(backend, PersonRoles, { person: person('p2', 'Marek', null), appoints: true });
    await userEvent.click(await screen.findByRole('button', { name: 'Appoint: Auditor' }));
    const given = { command: 'appoint_role', payload: { personId: 'p2', role: 'auditor' } };
    await vi.waitFor(() => expect(backend.calls).toContainEqual(given));
  });

  it('say through which group and in which catalog they are held, and only those in person are taken here', async () => {
    const backend = fakeBackend({
      list_appointments: () =>
        appointments(
          { group: { id: 'g1', displayName: 'Harbour' }, role: 'auditor' },
          {
            person: marek,
            catalog: { id: 'c1', displayName: 'Quay' },
            catalogRole: 'catalogOwner',
          },
        ),
    });
    showScreen(backend, PersonRoles, { person: person('p2', 'Marek', null), appoints: true });
    expect(await screen.findByText('Through Harbour')).toBeTruthy();
    expect(screen.getByText('In the catalog Quay')).toBeTruthy();
    expect(screen.getByText('Owner')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Withdraw: Auditor' })).toBeNull();
  });
});
